// The texts of this page's language, as the server has written them into it.
const texts = JSON.parse(document.querySelector("#texts").textContent);

export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
