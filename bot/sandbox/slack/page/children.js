/** Keeps the children of a node in step with a list of items, touching only what changed. */

const kept = new WeakMap();

/**
 * `key(item)` names an item, `print(item)` is equal as long as its drawing would be, `build(item)` answers
 * {node, update?}. Without `update` a changed item is drawn anew; focus and caret are carried over.
 */
export function reconcile(parent, items, { key, print, build }) {
  const before = kept.get(parent) ?? new Map();
  const after = new Map();
  items.forEach((item, index) => {
    const plain = key(item, index);
    const name = after.has(plain) ? `${plain}#${index}` : plain;
    after.set(name, refreshed(before.get(name), item, print(item, index), build, index));
  });
  for (const [name, entry] of before) if (!after.has(name)) entry.view.node.remove();
  kept.set(parent, after);
  order(parent, [...after.values()].map((entry) => entry.view.node));
}

function refreshed(old, item, print, build, index) {
  if (old?.print === print) return old;
  if (old?.view.update) {
    old.view.update(item, index);
    return { print, view: old.view };
  }
  const view = build(item, index);
  if (old) swap(old.view.node, view.node);
  return { print, view };
}

function order(parent, nodes) {
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

function swap(before, after) {
  const active = before.contains(document.activeElement) ? document.activeElement : null;
  const name = active?.dataset.focus;
  const caret = name && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  before.replaceWith(after);
  if (!name) return;
  const heir = [...after.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === name);
  heir?.focus({ preventScroll: true });
  if (heir && caret && caret[0] !== null) heir.setSelectionRange?.(...caret);
}
