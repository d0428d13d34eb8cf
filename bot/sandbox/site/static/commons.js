// Switches that save themselves, the preview of a page to be, and dialogs that can be closed.
(() => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const problem = document.querySelector("#save-problem");

  function tell(sentence) {
    problem.hidden = !sentence;
    problem.querySelector("[role=alert]").textContent = sentence;
  }

  async function save(control) {
    if (control.getAttribute("aria-busy") === "true") return;
    const on = control.getAttribute("aria-checked") !== "true";
    control.setAttribute("aria-busy", "true");
    tell("");
    try {
      const answer = await fetch(`/notifications/${control.dataset.kind}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
        body: JSON.stringify({ on }),
      });
      if (answer.redirected) return location.assign(answer.url);
      if (!answer.ok) throw new Error(String(answer.status));
      control.setAttribute("aria-checked", String(on));
      const total = document.querySelectorAll('[role=switch][aria-checked="true"]').length;
      document.querySelector("[data-on-count]").textContent = total;
    } catch {
      tell("We could not save that. Try again.");
    } finally {
      control.removeAttribute("aria-busy");
    }
  }

  for (const control of document.querySelectorAll("[role=switch]")) {
    control.addEventListener("click", () => save(control));
  }

  for (const input of document.querySelectorAll("[data-previews]")) {
    const shown = document.querySelector(`[data-preview=${input.dataset.previews}]`);
    const blank = input.dataset.previews === "name" ? "Page name" : "Category";
    input.addEventListener("input", () => { shown.textContent = input.value || blank; });
  }

  document.addEventListener("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest("dialog")?.close();
  });
})();
