// The controls of forms: elements of Plaza's own, each with its label and its native control in a shadow root.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; }
  label { display: block; font-weight: 600; font-size: 14px; margin-bottom: 6px; color: #3b3026; }
  input, select, textarea { box-sizing: border-box; width: 100%; font: inherit; color: inherit; padding: 11px 13px;
    border: 1px solid #cdbfae; border-radius: 8px; background: #fff; }
  textarea { min-height: 88px; resize: vertical; }
  :is(input, select, textarea, button):focus-visible { outline: 3px solid #f0b48f; outline-offset: 1px; }
  .check { display: flex; align-items: center; gap: 12px; margin: 0; padding: 12px 0; font-size: 16px; font-weight: 500; cursor: pointer; }
  .check input { width: 20px; height: 20px; margin: 0; accent-color: #0f5c4c; flex: none; }
  button { font: inherit; font-weight: 600; font-size: 15px; line-height: 1; padding: 14px 23px; border: 0; border-radius: 999px; background: #0f5c4c; color: #fff;
    cursor: pointer; }
  button:hover { background: #0b4439; }
`);

class Control extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = this.draw();
    this.native = root.querySelector("input, select, textarea, button");
    this.furnish(root);
    this.native.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.native.matches("input")) this.closest("form")?.requestSubmit();
    });
  }

  furnish(root) {
    root.querySelector(".text").textContent = this.getAttribute("label");
    if (this.hasAttribute("value")) this.native.value = this.getAttribute("value");
  }

  get value() { return this.native.value; }
}

class Field extends Control {
  draw() { return '<label class="text" for="c"></label><input id="c" autocomplete="off">'; }

  furnish(root) {
    this.native.type = this.getAttribute("type") ?? "text";
    super.furnish(root);
  }
}

class Area extends Control {
  draw() { return '<label class="text" for="c"></label><textarea id="c"></textarea>'; }
}

class Choice extends Control {
  draw() { return '<label class="text" for="c"></label><select id="c"></select>'; }

  furnish(root) {
    this.native.append(...this.choices.map(([value, text]) => new Option(text, value)));
    super.furnish(root);
  }
}

class Check extends Control {
  draw() { return '<label class="check"><input type="checkbox"><span class="text"></span></label>'; }

  furnish(root) {
    super.furnish(root);
    this.native.checked = this.hasAttribute("checked");
  }

  get checked() { return this.native.checked; }
}

class Send extends Control {
  draw() { return '<button type="button" class="text"></button>'; }

  furnish(root) {
    super.furnish(root);
    this.native.addEventListener("click", () => this.closest("form")?.requestSubmit());
  }
}

for (const [name, kind] of [["field", Field], ["area", Area], ["choice", Choice], ["check", Check], ["send", Send]]) {
  customElements.define(`plaza-${name}`, kind);
}
