// A button with data-busy shows that word while its form is under way, and a second press does nothing.
document.addEventListener("submit", (e) => {
  const form = e.target;
  if (form.ariaBusy === "true") return e.preventDefault();
  const button = e.submitter;
  if (!button?.dataset.busy || e.defaultPrevented) return;
  const word = button.querySelector("[data-word]") ?? button;
  button.dataset.idle = word.textContent;
  word.textContent = button.dataset.busy;
  form.ariaBusy = button.ariaBusy = "true";
});

// A page that comes back from the browser's memory is idle again.
addEventListener("pageshow", (e) => {
  if (!e.persisted) return;
  for (const button of document.querySelectorAll("[data-idle]")) {
    (button.querySelector("[data-word]") ?? button).textContent = button.dataset.idle;
    button.ariaBusy = button.form.ariaBusy = null;
  }
});

// What can't be pressed now keeps its place and its reason, and does nothing.
document.addEventListener("click", (e) => {
  if (e.target.closest('[aria-disabled="true"]')) e.preventDefault();
}, true);
