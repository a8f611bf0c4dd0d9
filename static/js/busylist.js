// [data-list] is dimmed while htmx fetches its next state. When that fails it keeps its rows, and the
// line with the count says so.
import { say } from "./live.js";

let failed = false;
const line = () => document.querySelector("[data-list] .result, .result");

const mark = (e, busy) => {
  const list = document.querySelector("[data-list]");
  if (list && e.target.matches?.("[hx-get]")) list.ariaBusy = busy;
};

const fail = () => {
  failed = true;
  const text = "Not refreshed: the server did not answer. The list shows what was there before.";
  if (line()) line().textContent = text;
  say(text);
};

document.addEventListener("htmx:before:request", (e) => {
  failed = false;
  mark(e, "true");
});
document.addEventListener("htmx:finally:request", (e) => {
  mark(e, "false");
  if (!failed && line()) say(line().textContent.trim());
});
document.addEventListener("htmx:error", fail);
document.addEventListener("htmx:response:error", fail);
