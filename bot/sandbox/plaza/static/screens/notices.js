// Settings of notifications: a box for each kind, saved together after a question.
import { send } from "../api.js";
import { h, question } from "../dom.js";
import { form } from "../form.js";
import { say } from "../words.js";

const sure = (count, total) => question(say("notices_ask"), say("notices_ask_lead", { count, total }), [
  [say("cancel"), "", "quiet-button"],
  [say("notices_confirm"), "yes", "main-button"],
]);

export const notices = {
  draw(data, { site, path }) {
    const boxes = data.kinds.map(([kind, label, on]) => [kind, h("plaza-check", { label, checked: on })]);
    const save = async () => {
      const on = boxes.filter(([, box]) => box.checked).map(([kind]) => kind);
      if (!(await sure(on.length, boxes.length))) return;
      await send(path, { on });
      await site.open(path, say("notices_saved"));
    };
    return [
      h("h1", {}, say("notices_heading")),
      h("p", { class: "lead" }, say("notices_lead")),
      form([
        h("div", { class: "boxes", role: "group", "aria-label": say("notices_list") }, boxes.map(([, box]) => box)),
        h("div", { class: "row-of-buttons" }, h("plaza-send", { label: say("notices_save") })),
      ], save),
    ];
  },
};
