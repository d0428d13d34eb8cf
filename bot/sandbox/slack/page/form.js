/** The unsubmitted state of one message or view: what every stateful element holds right now. */

const only = (name, value) => ({ [name]: value ?? null });
const text = (element) => only("value", element.initial_value);
const options = (element) => ({ selected_options: element.initial_options ?? [] });

/** Element type -> its fields before anyone touched it. */
const INITIAL = {
  plain_text_input: text,
  number_input: text,
  email_text_input: text,
  url_text_input: text,
  rich_text_input: (element) => only("rich_text_value", element.initial_value),
  file_input: () => ({ files: [] }),
  checkboxes: options,
  radio_buttons: (element) => only("selected_option", element.initial_option),
  static_select: (element) => only("selected_option", element.initial_option),
  external_select: (element) => only("selected_option", element.initial_option),
  users_select: (element) => only("selected_user", element.initial_user),
  conversations_select: (element) => only("selected_conversation", element.initial_conversation),
  channels_select: (element) => only("selected_channel", element.initial_channel),
  multi_static_select: options,
  multi_external_select: options,
  multi_users_select: (element) => ({ selected_users: element.initial_users ?? [] }),
  multi_conversations_select: (element) => ({ selected_conversations: element.initial_conversations ?? [] }),
  multi_channels_select: (element) => ({ selected_channels: element.initial_channels ?? [] }),
  datepicker: (element) => only("selected_date", element.initial_date),
  timepicker: (element) => only("selected_time", element.initial_time),
  datetimepicker: (element) => only("selected_date_time", element.initial_date_time),
};

/** Every interactive element of a list of blocks, with the block that holds it. */
function* elementsOf(blocks) {
  for (const block of blocks ?? []) {
    const own = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
    for (const element of own) if (element?.action_id) yield { block, element };
    yield* elementsOf(block.child_blocks);
  }
}

export class Form {
  values = {};
  folds = {}; // what was expanded, sorted or paged by the reader, by block_id
  #watchers = [];

  /** Follows new blocks: known block_ids keep what was picked, new ones start fresh, gone ones are forgotten. */
  follow(blocks) {
    const next = {};
    for (const { block, element } of elementsOf(blocks)) {
      if (!INITIAL[element.type]) continue;
      const old = this.values[block.block_id]?.[element.action_id];
      next[block.block_id] ??= {};
      next[block.block_id][element.action_id] = old?.type === element.type ? still(old, element) : initial(element);
    }
    this.values = next;
  }

  get(block, element) {
    return this.values[block.block_id]?.[element.action_id] ?? initial(element);
  }

  set(block, element, fields) {
    this.values[block.block_id] ??= {};
    this.values[block.block_id][element.action_id] = { type: element.type, ...fields };
    this.repaint(block, element);
  }

  /** Draws an element's value again wherever it is shown (a message may stand in channel and thread). */
  repaint(block, element) {
    this.#watchers = this.#watchers.filter(({ node }) => node.isConnected);
    const key = keyOf(block, element);
    for (const watcher of this.#watchers) if (watcher.key === key) watcher.paint(this.get(block, element));
  }

  /** Paints now and whenever the value changes. */
  watch(block, element, node, paint) {
    paint(this.get(block, element));
    // Connected by the time anything can change: nodes join the page right after they are built.
    queueMicrotask(() => this.#watchers.push({ key: keyOf(block, element), node, paint }));
  }
}

const keyOf = (block, element) => `${block.block_id}\n${element.action_id}`;
const initial = (element) => ({ type: element.type, ...(INITIAL[element.type]?.(element) ?? {}) });

/** Picked options that a re-drawn element no longer offers are dropped. */
function still(entry, element) {
  if (!element.options && !element.option_groups) return entry;
  const offered = element.options ?? element.option_groups.flatMap((group) => group.options);
  const values = new Set(offered.map((option) => option.value));
  const kept = { ...entry };
  if (entry.selected_option && !values.has(entry.selected_option.value)) kept.selected_option = null;
  if (entry.selected_options) kept.selected_options = entry.selected_options.filter(({ value }) => values.has(value));
  return kept;
}
