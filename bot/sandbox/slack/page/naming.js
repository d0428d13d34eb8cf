/** How a control gets its accessible name: its input block's label, else its placeholder. */

import { withCharacters } from "./emoji.js";

export function naming(element, { label, hint }, otherwise) {
  const spoken = withCharacters(element.accessibility_label ?? element.placeholder?.text ?? otherwise);
  return {
    "aria-labelledby": label ?? null,
    "aria-label": label ? null : spoken,
    "aria-describedby": hint ?? null,
    "data-focus": element.action_id,
  };
}
