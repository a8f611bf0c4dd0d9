// form[data-autosave] saves each change of its switch at once. The answer is the row as it is now.
// Changes of one row wait for each other; a failure puts the switch back and says why.
import { note, send, swap } from "./saverow.js";
import { say } from "./live.js";

const running = new Map();

// pending resolves when everything that is being saved has been answered.
export const pending = () => Promise.allSettled(running.values());

function queue(form, submitter) {
  const data = new FormData(form, submitter);
  const last = running.get(form.id) ?? Promise.resolve();
  const next = last.then(() => save(form.id, data, () => running.get(form.id) !== next));
  running.set(form.id, next);
  next.finally(() => { if (running.get(form.id) === next) running.delete(form.id); });
}

// save sends one change; while more() wait, the switch stays as it was put last.
async function save(id, data, more) {
  const form = document.getElementById(id);
  if (data.has("seen")) data.set("seen", form.elements.seen.value);
  note(form, "", "Saving…");
  try {
    const page = await send(form, data);
    const row = page.getElementById(id);
    if (row) return swap(form, row, more());
    fail(form, data, page.querySelector("[data-reason]")?.textContent.trim());
  } catch {
    fail(form, data);
  }
}

function fail(form, data, reason = "the server did not answer.") {
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
