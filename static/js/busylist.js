// [data-list] is dimmed while htmx fetches its next state, and keeps its rows when that fails.
import { say } from "./live.js";

const mark = (e, busy) => {
  const list = document.querySelector("[data-list]");
  if (list && e.target.matches?.("[hx-get]")) list.ariaBusy = busy;
};

document.addEventListener("htmx:before:request", (e) => mark(e, "true"));
document.addEventListener("htmx:finally:request", (e) => {
  mark(e, "false");
  const result = document.querySelector("[data-list] .result, .result");
  if (result) say(result.textContent.trim());
});
document.addEventListener("htmx:error", () => say("The list could not be refreshed. It shows what was there before."));
