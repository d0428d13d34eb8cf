/** Emoji: shortcodes to characters, characters to pictures. */

import { el } from "./dom.js";
import { DRAWN_CHARACTERS, glyph } from "./glyphs.js";

const TABLE = `
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣
large_brown_circle 🟤|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨
large_green_square 🟩|large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛|white_check_mark ✅|heavy_check_mark ✔️
ballot_box_with_check ☑️|x ❌|heavy_multiplication_x ✖️|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|hourglass_flowing_sand ⏳
hourglass ⌛|stopwatch ⏱️|clock1 🕐|clock 🕐|bell 🔔|no_bell 🔕|mag 🔍|lock 🔒|key 🔑|arrows_counterclockwise 🔄|repeat 🔁
rotating_light 🚨|robot_face 🤖|camera 📷|camera_with_flash 📷|bar_chart 📊|chart_with_upwards_trend 📈|clipboard 📋
page_facing_up 📄|memo 📝|pencil 📝|tada 🎉|bulb 💡|information_source ℹ️|exclamation ❗|heavy_exclamation_mark ❗|star ⭐|fire 🔥
double_vertical_bar ⏸️|arrow_forward ▶️|black_square_for_stop ⏹️|black_right_pointing_double_triangle_with_vertical_bar ⏭️
bust_in_silhouette 👤|busts_in_silhouette 👥|leftwards_arrow_with_hook ↩️|electric_plug 🔌|calendar 📅|date 📅|wave 👋|thumbsup 👍
+1 👍|thumbsdown 👎|-1 👎|eyes 👀|question ❓|rocket 🚀|sparkles ✨|link 🔗|pushpin 📌|wastebasket 🗑️|gear ⚙️|globe_with_meridians 🌐
computer 💻|zzz 💤|raised_hand ✋|point_right 👉|speech_balloon 💬|inbox_tray 📥|outbox_tray 📤|file_folder 📁|mega 📣|ticket 🎫
bellhop_bell 🛎️|snowflake ❄️|smile 😄|slightly_smiling_face 🙂|heart ❤️|ok_hand 👌|pray 🙏|clap 👏|100 💯|hammer_and_wrench 🛠️
fast_forward ⏩|clock3 🕒|checkered_flag 🏁|wrench 🔧|octagonal_sign 🛑`;

const BY_NAME = new Map(
  TABLE.trim().split(/[|\n]/).map((row) => row.trim().split(" ")).map(([name, char]) => [name, char]),
);
const SHORTCODE = /:([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?/g;
const DRAWN = new RegExp(`(?:${DRAWN_CHARACTERS.join("|")})\uFE0F?`, "gu");

const shown = new Map();

/** Text with shortcodes turned into characters; for places that hold plain text only. */
export function withCharacters(text) {
  return String(text ?? "").replace(SHORTCODE, (code, name) => character(name) ?? code);
}

/** The character of a shortcode; undefined when it is unknown here, or neither drawn nor in any font of this machine. */
export function character(name) {
  const char = BY_NAME.get(name);
  if (!char) return undefined;
  if (!shown.has(char)) shown.set(char, Boolean(glyph(char)) || inFont(char));
  return shown.get(char) ? char : undefined;
}

/** Whether the fonts hold a character: a missing one is painted like any other missing one. */
function inFont(char) {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = (text) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = "24px sans-serif";
    pen.fillText(text, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  return painted(char) !== painted("\u{10FFFE}");
}

/** One emoji as a node: its picture, with the character underneath for reading aloud and copying. */
export function emojiNode(char) {
  const picture = glyph(char);
  if (!picture) return el("span", { class: "emoji emoji--font" }, char);
  return el("span", { class: "emoji" }, picture, el("span", { class: "emoji__char" }, char));
}

/** Text -> nodes, with shortcodes (unless `codes` is false) and drawn characters replaced by pictures. */
export function emojified(text, codes = true) {
  const source = codes ? withCharacters(text) : String(text ?? "");
  const nodes = [];
  let at = 0;
  for (const match of source.matchAll(DRAWN)) {
    if (match.index > at) nodes.push(source.slice(at, match.index));
    nodes.push(emojiNode(match[0]));
    at = match.index + match[0].length;
  }
  if (at < source.length) nodes.push(source.slice(at));
  return nodes;
}

/** A Slack plain_text object as nodes. */
export function plain(object) {
  if (typeof object === "string") return emojified(object);
  return emojified(object?.text ?? "", object?.emoji !== false);
}
