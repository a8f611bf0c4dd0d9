// form[data-autosave] saves each change of its switch at once. The answer is the row as it is now.
// Changes of one row wait for each other; a failure puts the switch back and says why.
import { note, swap } from "./saverow.js";
import { say } from "./live.js";

const running = new Map();

// pending resolves when everything that is being saved has been answered.
export const pending = () => Promise.allSettled(running.values());

function queue(form, submitter) {
  const data = new FormData(form, submitter);
  const last = running.get(form.id) ?? Promise.resolve();
  const next = last.then(() => save(form.id, data));
  running.set(form.id, next);
  next.finally(() => { if (running.get(form.id) === next) running.delete(form.id); });
}

async function save(id, data) {
  const form = document.getElementById(id);
  let reason = "the server did not answer.";
  note(form, "", "Saving…");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const row = page.getElementById(id);
    if (row) return swap(form, row);
    reason = page.querySelector("[data-reason]")?.textContent.trim() ?? reason;
  } catch {}
  fail(form, data, reason);
}

function fail(form, data, reason) {
  const box = form.querySelector("[role=switch]");
  const flip = (on) => { if (!data.has("inherit")) box.checked = on; };
  flip(!data.has("value"));
  note(form, "bad", `Not saved: ${reason}`, () => {
    flip(data.has("value"));
    box.focus();
    queue(form, data.has("inherit") ? form.querySelector("[name=inherit]") : null);
  });
  say(`Not saved: ${reason}`);
}

document.addEventListener("change", (e) => {
  if (e.target.matches("form[data-autosave] [role=switch]")) queue(e.target.form);
});

document.addEventListener("submit", (e) => {
  if (!e.target.matches("form[data-autosave]")) return;
  e.preventDefault();
  queue(e.target, e.submitter);
});
