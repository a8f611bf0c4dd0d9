// form[data-guard] asks before it is left with changes that were not sent; data-guard="changed" came with them.
let sending = false;

const read = (form) => new URLSearchParams(new FormData(form)).toString();
const start = new Map();
for (const form of document.querySelectorAll("form[data-guard]")) start.set(form, read(form));

document.addEventListener("submit", (e) => { if (!e.defaultPrevented) sending = true; });
addEventListener("pageshow", () => { sending = false; });

addEventListener("beforeunload", (e) => {
  if (sending) return;
  for (const [form, was] of start) {
    if (form.isConnected && (form.dataset.guard === "changed" || read(form) !== was)) e.preventDefault();
  }
});
