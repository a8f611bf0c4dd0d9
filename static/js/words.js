// Counts the words of a text while it is typed.
document.addEventListener("input", ({ target }) => {
  const count = target.dataset.words && document.getElementById(target.dataset.words);
  if (count) count.textContent = `${(target.value.match(/\S+/g) ?? []).length} of ${target.dataset.most} words`;
});
