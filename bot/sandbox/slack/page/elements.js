/** Interactive elements by type. A slot says where an element stands: {surface, block, label, hint}. */

import { button, feedbackButtons, iconButton, overflow } from "./buttons.js";
import { checkboxes, radios } from "./choices.js";
import { el } from "./dom.js";
import { picture } from "./images.js";
import { emailInput, numberInput, richTextInput, textInput, urlInput } from "./inputs.js";
import { dateInput, momentInput, timeInput } from "./pickers.js";
import { multiSelect, singleSelect } from "./selects.js";
import { fileInput } from "./upload.js";

const DRAWINGS = {
  button,
  workflow_button: button,
  overflow,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
  checkboxes,
  radio_buttons: radios,
  datepicker: dateInput,
  timepicker: timeInput,
  datetimepicker: momentInput,
  plain_text_input: textInput,
  number_input: numberInput,
  email_text_input: emailInput,
  url_text_input: urlInput,
  rich_text_input: richTextInput,
  file_input: fileInput,
  static_select: singleSelect,
  external_select: singleSelect,
  users_select: singleSelect,
  conversations_select: singleSelect,
  channels_select: singleSelect,
  multi_static_select: multiSelect,
  multi_external_select: multiSelect,
  multi_users_select: multiSelect,
  multi_conversations_select: multiSelect,
  multi_channels_select: multiSelect,
  image: (element) => picture(element, "accessory-image"),
};

export function drawElement(element, slot) {
  const draw = DRAWINGS[element.type];
  return draw ? draw(element, slot) : el("span", { class: "unknown" }, `Unsupported element: ${element.type}`);
}
