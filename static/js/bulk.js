// [data-bulk] holds a list, its toolbar and its bulk bar. It says "some" while rows are ticked, which
// puts the bar in place of the toolbar. [data-bulk-head] ticks the page, [data-bulk-match="44"] all that match.
const roots = () => document.querySelectorAll("[data-bulk]");
const rows = (root) => [...root.querySelectorAll("tbody .tick > input")];

function draw(root) {
  const boxes = rows(root);
  const ticked = boxes.filter((b) => b.checked).length;
  const all = root.querySelector("[data-bulk-every]");
  if (all && ticked < boxes.length) all.disabled = true;
  const every = all && !all.disabled;
  const match = root.querySelector("[data-bulk-match]");
  root.dataset.bulk = ticked ? "some" : "none";
  for (const head of root.querySelectorAll("[data-bulk-head]")) {
    head.checked = ticked > 0 && ticked === boxes.length;
    head.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  for (const count of root.querySelectorAll("[data-bulk-count]")) count.textContent = every ? match.dataset.bulkMatch : ticked;
  if (match) match.hidden = every;
}

function tick(root, on) {
  for (const box of rows(root)) box.checked = on;
}

document.addEventListener("change", (e) => {
  const root = e.target.closest("[data-bulk]");
  if (!root) return;
  if (e.target.matches("[data-bulk-head]")) tick(root, e.target.checked);
  draw(root);
});

document.addEventListener("click", (e) => {
  const root = e.target.closest("[data-bulk]");
  const clear = e.target.closest("[data-bulk-clear]");
  const match = e.target.closest("[data-bulk-match]");
  if (!root || !(clear || match)) return;
  tick(root, !clear);
  root.querySelector("[data-bulk-every]")?.toggleAttribute("disabled", !!clear);
  draw(root);
  if (clear) root.querySelector("thead [data-bulk-head]")?.focus();
});

const redraw = () => roots().forEach(draw);
document.addEventListener("htmx:after:swap", redraw);
addEventListener("pageshow", redraw);
redraw();
