// Requests of the app: an answer as data, or a Problem. Whoever is no longer inside is sent to the log-in.
export class Problem extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
    this.sentence = sentence;
  }
}

const token = document.querySelector("meta[name=token]").content;

async function ask(path, options) {
  const answer = await fetch(`/api${path}`, options);
  const data = await answer.json();
  if (answer.status === 401) {
    location.assign(data.go);
    return new Promise(() => {});
  }
  if (!answer.ok) throw new Problem(answer.status, answer.status === 422 ? data.error : "");
  return data;
}

export const read = (path) => ask(path);

export const send = (path, data) => ask(path, {
  method: "POST",
  headers: { "Content-Type": "application/json", "X-Ficha": token },
  body: JSON.stringify(data),
});
