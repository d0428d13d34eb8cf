// The question whether to turn on notifications. What is answered changes nothing.
import { question } from "./dom.js";
import { say } from "./words.js";

export function ask() {
  return question(say("overlay_heading"), say("overlay_lead"), [
    [say("overlay_no"), "no", "quiet-button"],
    [say("overlay_yes"), "yes", "main-button"],
  ]);
}
