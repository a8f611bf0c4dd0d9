// a[data-popup] opens what its page has for it in a menu under the link, instead of the page.
for (const link of document.querySelectorAll("a[data-popup]")) {
  let menu, shown; // shown when the press began: pressing outside of a menu closes it by itself

  async function open() {
    menu?.remove();
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    menu = page.querySelector("[popover][data-popup]");
    if (!menu) return location.assign(link.href);
    menu = document.adoptNode(menu);
    link.after(menu);
    menu.addEventListener("toggle", (e) => { link.ariaExpanded = String(e.newState === "open"); });
    menu.showPopover({ source: link });
    menu.querySelector("button, a")?.focus();
  }

  const isOpen = () => menu?.matches(":popover-open");
  link.addEventListener("pointerdown", () => { shown = isOpen(); });
  link.addEventListener("click", (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    const close = shown || isOpen();
    shown = false;
    if (close) return menu.hidePopover();
    open().catch(() => location.assign(link.href));
  });
}
