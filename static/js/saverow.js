// The save state of a row, and the row that the server sends back.
import { say } from "./live.js";

const icon = (name) => {
  const drawing = document.querySelector("svg.icon").cloneNode(true);
  const use = drawing.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${name}`);
  drawing.setAttribute("class", name === "refresh-cw" ? "icon turning" : "icon");
  return drawing;
};

// note writes how far the saving has come; again, when given, is what Try again does.
export function note(form, state, text, again) {
  const place = form.querySelector("[data-save]");
  place.className = `savestate ${state}`;
  place.replaceChildren(icon(state ? "circle-alert" : "refresh-cw"), text);
  if (!again) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "aslink", textContent: "Try again" });
  button.addEventListener("click", again);
  place.append(" ", button);
}

// send posts a form as a script does, and reads the page that answers.
export async function send(form, data) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), headers: { "HX-Request": "true" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// swap puts the row of the answer in place of the form, and keeps the focus on its switch; keep keeps how it stands.
export function swap(form, row, keep) {
  const held = form.contains(document.activeElement);
  if (keep) row.querySelector("[role=switch]").checked = form.querySelector("[role=switch]").checked;
  form.replaceWith(row);
  if (held) row.querySelector("[role=switch]").focus();
  say(row.querySelector("[data-save]").textContent.trim());
}
