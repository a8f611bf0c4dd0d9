// button[data-challenge] asks that address for a question, lets a passkey answer it, and sends its form
// with the answer. What is marked data-passkeys shows where the browser has passkeys.
import { ask } from "./challenge.js";

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = false;
}

// meant are the names of the browser's refusals, in words.
const meant = {
  NotAllowedError: "No passkey was used. Try again, or choose another way.",
  InvalidStateError: "This device holds a passkey of yours for this portal already.",
  TypeError: "The portal did not answer. Try again.",
  NotSupportedError: "This device can’t make a passkey.",
  SecurityError: "Passkeys don’t work at this address of the portal.",
};

function tell(form, text) {
  const place = form.querySelector("[data-problem]");
  place.lastElementChild.textContent = text;
  place.hidden = !text;
}

document.addEventListener("submit", async (e) => {
  const form = e.target, button = e.submitter;
  if (!button?.dataset.challenge || form.elements.passkey.value || form.ariaBusy === "true") return;
  e.preventDefault();
  form.ariaBusy = button.ariaBusy = "true";
  tell(form, "");
  let answer;
  try {
    answer = await ask(button.dataset.challenge);
  } catch (problem) {
    tell(form, meant[problem.name] ?? problem.message);
  }
  form.ariaBusy = button.ariaBusy = null;
  if (!answer) return;
  form.elements.passkey.value = answer;
  form.requestSubmit(button);
  form.elements.passkey.value = "";
});
