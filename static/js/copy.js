// button[data-copy] copies its text, or the address of the page when it has none.
import { say } from "./live.js";

document.addEventListener("click", async (e) => {
  const button = e.target.closest("[data-copy]");
  if (!button) return;
  const word = button.querySelector("[data-word], span") ?? button;
  const was = word.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy || location.href);
    word.textContent = "Copied";
  } catch {
    word.textContent = "Not copied";
  }
  say(word.textContent);
  setTimeout(() => { word.textContent = was; }, 2000);
});
