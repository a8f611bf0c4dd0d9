// A field that moves through the matches under it with the arrows and presses the one it stands on.
const options = (box) => [...box.querySelectorAll("[data-match]")];

function stand(field, box, option) {
  for (const o of options(box)) o.ariaSelected = String(o === option);
  if (!option) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

// first makes fresh matches a list box and stands on its first line that leads somewhere else.
export function first(field, box) {
  field.ariaExpanded = String(options(box).length > 0);
  if (!options(box).length) return stand(field, box);
  box.role = "listbox";
  box.ariaLabel = "Accounts";
  for (const e of box.querySelectorAll("ul, li, form, h2, p")) e.role = "none";
  options(box).forEach((o, i) => Object.assign(o, { id: `match-${i}`, role: "option", tabIndex: -1 }));
  stand(field, box, options(box).find((o) => !o.ariaCurrent) ?? options(box)[0]);
}

function press(option, elsewhere) {
  const form = option.closest("form");
  const target = elsewhere ? "_blank" : "_self";
  if (!form) return window.open(option.href, target);
  form.target = target;
  form.requestSubmit(option);
}

// bind gives the field its keys.
export function bind(field, root) {
  field.addEventListener("keydown", (e) => {
    const box = root.querySelector("#matches");
    const all = options(box);
    const at = all.findIndex((o) => o.ariaSelected === "true");
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
    if (!all.length) return;
    if (to !== undefined) {
      e.preventDefault();
      stand(field, box, all[(to + all.length) % all.length]);
    } else if (e.key === "Enter" && at >= 0) {
      e.preventDefault();
      press(all[at], e.ctrlKey || e.metaKey);
    }
  });
}
