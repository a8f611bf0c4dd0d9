// a[data-switcher], and Ctrl or Cmd with K, open the switcher over the page instead of its own page.
// The field asks the server; the answer is its <div id="matches">.
import { bind, first } from "./combobox.js";
import { say } from "./live.js";

const dialog = document.getElementById("switcher");
const links = document.querySelectorAll("a[data-switcher]");

if (dialog && links.length) {
  const field = dialog.querySelector("input");
  let wait, asked;

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(links[0].href);
    address.searchParams.set("q", field.value.trim());
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asked.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const matches = page.getElementById("matches");
      if (!matches) return location.assign(address);
      dialog.querySelector("#matches").replaceWith(matches);
      first(field, matches);
      say(matches.dataset.status ?? "");
    } catch (e) {
      if (e.name !== "AbortError") say("The server did not answer.");
    }
  }

  function open(e) {
    e.preventDefault();
    if (dialog.open) return dialog.close();
    links[0].ariaExpanded = "true";
    dialog.showModal();
    field.select();
    ask();
  }

  bind(field, dialog);
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(ask, 150);
  });
  dialog.addEventListener("close", () => { links[0].ariaExpanded = null; });
  dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });

  for (const link of links) {
    link.addEventListener("click", (e) => { if (!(e.ctrlKey || e.metaKey || e.shiftKey)) open(e); });
  }
  addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === "k") open(e);
  });
}
