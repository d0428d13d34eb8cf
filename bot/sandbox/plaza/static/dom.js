// Elements from a name, attributes and children; a child that is text stays text.
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// A question over the whole screen. Resolves to the value of the button that was pressed, or to nothing.
export function question(heading, lead, buttons) {
  const title = `title-${Math.random().toString(36).slice(2)}`;
  return new Promise((answered) => {
    const dialog = h(
      "dialog",
      { "aria-labelledby": title },
      h("h2", { id: title }, heading),
      h("p", {}, lead),
      h("div", { class: "row-of-buttons" }, buttons.map(([text, value, kind]) =>
        h("button", { class: kind, type: "button", onclick: () => dialog.close(value) }, text))),
    );
    dialog.addEventListener("close", () => { dialog.remove(); answered(dialog.returnValue); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
