// A form of Plaza's controls: sends what they hold, says what the site answers.
import { Problem } from "./api.js";
import { h } from "./dom.js";
import { say } from "./words.js";

export function form(controls, submit, attributes = {}) {
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const element = h("form", { class: "card form", novalidate: true, ...attributes }, wrong, controls);
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.hidden = true;
    try {
      await submit();
    } catch (problem) {
      if (!(problem instanceof Problem) && !(problem instanceof TypeError) && !(problem instanceof SyntaxError)) throw problem;
      wrong.textContent = problem.sentence || say("not_saved");
      wrong.hidden = false;
    }
  });
  return element;
}
