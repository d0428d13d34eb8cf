/** Date, time and moment pickers: the browser's own inputs in Slack's clothes. */

import { epochOf, localInput } from "./dates.js";
import { el } from "./dom.js";
import { naming } from "./naming.js";
import { store } from "./store.js";

export function dateInput(element, slot) {
  return picker("date", element, slot, {
    read: (entry) => entry.selected_date ?? "",
    write: (value) => ({ selected_date: value || null }),
  });
}

export function timeInput(element, slot) {
  const timezone = element.timezone ?? store.me.tz;
  return picker("time", element, slot, {
    read: (entry) => entry.selected_time ?? "",
    write: (value) => ({ selected_time: value || null, timezone }),
  });
}

export function momentInput(element, slot) {
  return picker("datetime-local", element, slot, {
    read: (entry) => (entry.selected_date_time ? localInput(entry.selected_date_time) : ""),
    write: (value) => ({ selected_date_time: value ? epochOf(value) : null }),
  });
}

function picker(type, element, slot, { read, write }) {
  const { surface, block } = slot;
  const change = () => {
    if (input.value !== read(surface.form.get(block, element))) surface.change(block, element, write(input.value), input);
  };
  const input = el("input", {
    type, class: `field field--${type}`, ...naming(element, slot, { date: "Date", time: "Time" }[type] ?? "Date and time"),
    on: { change },
  });
  surface.form.watch(block, element, input, (entry) => {
    if (input.value !== read(entry)) input.value = read(entry);
    input.classList.toggle("is-empty", !input.value);
  });
  return input;
}
