/** Builds DOM nodes. Data enters as text or attribute values, never as markup. */

const SVG = "http://www.w3.org/2000/svg";
let serial = 0;

export function el(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** A document-wide unique id, for labels and descriptions. */
export function uid(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** Replaces all children of a node. */
export function put(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

/** A colour from data is used only when it is a plain hex number. */
export function hex(colour, otherwise = "#616061") {
  const text = String(colour ?? "");
  const full = text.startsWith("#") ? text : `#${text}`;
  return /^#[0-9a-f]{3,8}$/i.test(full) ? full : otherwise;
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  node.append(...present(children));
  return node;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [event, fn] of Object.entries(value)) node.addEventListener(event, fn);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "value" || name === "checked") node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}
