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
export function note(row, state, text, again) {
  const place = row.querySelector("[data-save]");
  place.className = `savestate ${state}`;
  place.replaceChildren(icon(state ? "circle-alert" : "refresh-cw"), text);
  if (!again) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "aslink", textContent: "Try again" });
  button.addEventListener("click", again);
  place.append(" ", button);
}

// send posts data as a script does, and reads the page that answers.
export async function send(address, data) {
  const answer = await fetch(address, { method: "POST", body: data, headers: { "HX-Request": "true" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// swap makes the row what the answer says. The switch itself stays, so that no press and no focus is
// lost; keep keeps how it stands.
export function swap(row, fresh, keep) {
  const box = row.querySelector("[role=switch]");
  const origin = row.querySelector(".origin");
  const held = origin.contains(document.activeElement);
  const now = fresh.querySelector("[role=switch]");
  if (!keep) box.checked = now.checked;
  box.ariaDisabled = now.ariaDisabled;
  row.dataset.seen = row.querySelector("[type=hidden]").value = fresh.dataset.seen;
  origin.replaceWith(fresh.querySelector(".origin"));
  if (held) box.focus();
  say(row.querySelector("[data-save]").textContent.trim());
}
