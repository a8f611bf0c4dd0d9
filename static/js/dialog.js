// dialog[data-open] comes open, in the flow of its page; here it is put over the page. Closing it waits
// for what is being saved and then goes to data-close, so that the address and the page are true again.
import { pending } from "./autosave.js";

for (const dialog of document.querySelectorAll("dialog[data-open]")) {
  const from = document.activeElement;
  dialog.open = false;
  dialog.showModal();
  dialog.querySelector("[id$=-title]")?.focus();

  dialog.addEventListener("close", async () => {
    if (from?.isConnected) from.focus();
    if (!dialog.dataset.close) return;
    await pending();
    location.assign(dialog.dataset.close);
  });
}

// [data-dismiss] inside a dialog closes it; elsewhere it stays the link or button that it is.
document.addEventListener("click", (e) => {
  const dialog = e.target.closest("[data-dismiss]")?.closest("dialog[open]");
  if (!dialog || e.ctrlKey || e.metaKey) return;
  e.preventDefault();
  dialog.close();
});
