/** A place that holds blocks (message, modal, Home): its form, and the way from a click to the server. */

import { api } from "./api.js";
import { confirmed } from "./confirm.js";
import { Form } from "./form.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

const surfaces = new Map();

/** The surface of a container, kept per acting user so that nobody sees another's picks. */
export function surfaceOf(container) {
  const key = `${store.me.id} ${JSON.stringify(container)}`;
  if (!surfaces.has(key)) surfaces.set(key, new Surface(container));
  return surfaces.get(key);
}

class Surface {
  form = new Form();
  work = Promise.resolve(); // what must be over before a form may be submitted: files on their way
  onEdit = null; // told the block_id of every change, so that a modal can take its error away

  constructor(container) {
    this.container = container;
  }

  /** A stateful element got a new value: remember it and, where the block dispatches, tell the app. */
  async change(block, element, fields, node) {
    const tells = block.type !== "input" || block.dispatch_action === true;
    if (tells && element.confirm && !(await confirmed(element.confirm))) return this.form.repaint(block, element);
    this.note(block, element, fields);
    if (tells) await this.send(block, element, { type: element.type, ...fields }, node);
    return undefined;
  }

  /** Remembers a value without telling anyone. */
  note(block, element, fields) {
    this.form.set(block, element, fields);
    this.onEdit?.(block.block_id);
  }

  /** A button or menu was used. */
  async act(block, element, action, node) {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    await this.send(block, element, action, node);
  }

  async send(block, element, action, node) {
    node?.classList.add("is-busy");
    node?.setAttribute("aria-busy", "true");
    const answer = await api.action({
      user: store.me.id, container: this.container, block_id: block.block_id, action_id: element.action_id, action,
      state: { values: this.form.values },
    });
    node?.classList.remove("is-busy");
    node?.removeAttribute("aria-busy");
    if (answer.ok === false && answer.error) toast(answer.error, "error");
  }

  suggest(block, element, value) {
    return api.suggest({
      user: store.me.id, container: this.container, block_id: block.block_id, action_id: element.action_id, value,
    });
  }
}
