/** Talks to the local Slack: plain JSON requests and one stream of events. */

const UNREACHABLE = "We had some trouble connecting. Try again?";

async function ask(path, options) {
  try {
    const response = await fetch(path, options);
    const answer = await response.json();
    return response.ok ? answer : { ok: false, error: UNREACHABLE, ...answer };
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}

const get = (path, query) => ask(`${path}?${new URLSearchParams(query)}`);
const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const api = {
  boot: (user) => get("/client/boot", user ? { user } : {}),
  messages: (user, channel) => get("/client/messages", { user, channel }),
  say: (body) => post("/client/message", body),
  action: (body) => post("/client/action", body),
  suggest: (body) => post("/client/suggest", body),
  submit: (body) => post("/client/submit", body),
  close: (body) => post("/client/close", body),
  shortcut: (body) => post("/client/shortcut", body),
  home: (body) => post("/client/home", body),
  upload: (user, file) => ask(`/client/file?${new URLSearchParams({ user, name: file.name })}`, { method: "POST", body: file }),
};

/** Listens to a user's events; `onLost` is called once when the stream breaks. Answers a function that stops it. */
export function listen(user, cursor, onEvent, onLost) {
  const source = new EventSource(`/client/events?${new URLSearchParams({ user, after: cursor })}`);
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.onerror = () => {
    source.close();
    onLost();
  };
  return () => source.close();
}
