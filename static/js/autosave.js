// [data-autosave] is a row with a switch, saved there on each change; the answer is the row as it is.
// Changes of a row wait for each other; a failure puts the switch back and says why.
import { note, send, swap } from "./saverow.js";
import { say } from "./live.js";

const running = new Map();
const box = (row) => row.querySelector("[role=switch]");

// pending resolves when all saving has been answered.
export const pending = () => Promise.allSettled(running.values());

function queue(row, inherit) {
  const data = new URLSearchParams(inherit ? { inherit: "1" } : box(row).checked ? { value: "on" } : {});
  const last = running.get(row.id) ?? Promise.resolve();
  const next = last.then(() => save(row.id, data, () => running.get(row.id) !== next));
  running.set(row.id, next);
  next.finally(() => { if (running.get(row.id) === next) running.delete(row.id); });
}

// save sends one change; while more() wait, the switch stays as it was put last.
async function save(id, data, more) {
  const row = document.getElementById(id);
  data.set("seen", row.dataset.seen);
  note(row, "", "Saving…");
  try {
    const page = await send(row.dataset.autosave, data);
    const now = page.getElementById(id);
    if (now) return swap(row, now, more());
    fail(row, data, page.querySelector("[data-reason]")?.textContent.trim());
  } catch {
    fail(row, data);
  }
}

function fail(row, data, reason = "the server did not answer.") {
  const inherit = data.has("inherit");
  const flip = (on) => { if (!inherit) box(row).checked = on; };
  flip(!data.has("value"));
  note(row, "bad", `Not saved: ${reason}`, () => {
    flip(data.has("value"));
    box(row).focus();
    queue(row, inherit);
  });
  say(`Not saved: ${reason}`);
}

document.addEventListener("change", (e) => {
  if (e.target.matches("[data-autosave] [role=switch]")) queue(e.target.closest("[data-autosave]"));
});

document.addEventListener("submit", (e) => {
  const row = e.submitter?.closest("[data-autosave]");
  if (row) e.preventDefault(), queue(row, true);
});
