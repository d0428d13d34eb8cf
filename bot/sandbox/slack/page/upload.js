/** The file input: sends chosen files at once and keeps the list of what has been taken in. */

import { api } from "./api.js";
import { el, put } from "./dom.js";
import { icon } from "./icons.js";
import { naming } from "./naming.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

export function fileInput(element, slot) {
  const { surface, block } = slot;
  const most = element.max_files ?? 10;
  const accept = element.filetypes?.map((type) => `.${type}`).join(",") ?? null;
  const held = () => surface.form.get(block, element).files ?? [];
  const change = () => {
    surface.work = take([...input.files].slice(0, most - held().length)).then((files) => {
      surface.note(block, element, { files: [...held(), ...files] });
      input.value = "";
    });
  };
  const input = el("input", { type: "file", class: "field field--file", accept, multiple: most > 1, ...naming(element, slot, "File"), on: { change } });
  const list = el("ul", { class: "uploads", role: "presentation" });
  const node = el("div", {}, input, list);
  surface.form.watch(block, element, node, () => {
    input.disabled = held().length >= most;
    put(list, held().map((file) => taken(file, () => surface.note(block, element, { files: held().filter(({ id }) => id !== file.id) }))));
  });
  return node;
}

/** Sends files; answers the ones the server took. */
async function take(files) {
  const answers = await Promise.all(files.map((file) => api.upload(store.me.id, file)));
  for (const answer of answers) if (!answer.file) toast(answer.error ?? "The file could not be sent.", "error");
  return answers.map(({ file }) => file).filter(Boolean);
}

function taken(file, remove) {
  return el("li", { class: "uploads__file" }, icon("file", 16), el("span", {}, file.name),
    el("button", { type: "button", class: "pill__remove", "aria-label": `Remove ${file.name}`, on: { click: remove } }, icon("close", 12)));
}
