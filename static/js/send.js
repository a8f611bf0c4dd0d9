// form[data-send] sends itself when one of its lists changes.
document.addEventListener("change", (e) => {
  e.target.closest("form[data-send]")?.requestSubmit();
});
