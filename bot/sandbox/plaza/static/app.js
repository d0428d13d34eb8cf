// The app: draws each address without leaving the page. It asks for the data first and draws a while later.
import { read } from "./api.js";
import "./controls.js";
import { h } from "./dom.js";
import { screens } from "./screens/all.js";
import { say } from "./words.js";

const DRAWN_LATER = 180; // milliseconds after the data is there, as on a page that has much to draw
const main = document.querySelector("#screen");
const toast = document.querySelector(".toast");
let turn = 0;

const site = {
  // Go to an address; `told` is what the site says there about what was just done.
  async open(address, told = "") {
    history.pushState({}, "", address);
    await draw(told);
  },
};

function problem(status) {
  const key = status === 404 ? "missing_heading" : "failed";
  return [
    h("h1", {}, say(key)),
    h("div", { class: "card empty", role: "alert" },
      h("p", {}, status === 404 ? say("missing_lead") : say("broken_lead")),
      h("button", { class: "quiet-button", onclick: () => draw() }, say("retry"))),
  ];
}

async function drawn(path) {
  const [, screen] = screens.find(([pattern]) => pattern.test(path)) ?? [];
  try {
    const data = await read(path + location.search);
    await new Promise((later) => setTimeout(later, DRAWN_LATER));
    return screen.draw(data, { site, path });
  } catch (error) {
    return screen.missing && error.status === 404 ? screen.missing() : problem(error.status);
  }
}

async function draw(told = "") {
  const mine = ++turn;
  const path = location.pathname;
  toast.textContent = "";
  main.setAttribute("aria-busy", "true");
  main.replaceChildren(h("p", { class: "loading" }, say("loading")));
  for (const link of document.querySelectorAll(".tabs a")) {
    const here = path === link.pathname || path.startsWith(`${link.pathname}/`);
    link.toggleAttribute("data-here", here);
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const parts = await drawn(path);
  if (mine !== turn) return; // somebody has gone on meanwhile
  main.replaceChildren(...parts);
  main.setAttribute("aria-busy", "false");
  toast.textContent = told;
  document.title = `${main.querySelector("h1")?.textContent ?? ""} · Plaza`;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const elsewhere = !link || link.origin !== location.origin || link.target || event.metaKey || event.ctrlKey;
  if (elsewhere || !screens.some(([pattern]) => pattern.test(link.pathname))) return;
  event.preventDefault();
  site.open(link.pathname + link.search);
});

addEventListener("popstate", () => draw());
draw();
