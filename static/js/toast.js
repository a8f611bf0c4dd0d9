// [data-toast] counts the seconds in which its act can be undone, waits while one is at it, and goes.
const seconds = 8;

for (const toast of document.querySelectorAll("[data-toast]")) {
  let left = seconds;
  const word = toast.querySelector("[data-left]");
  const show = () => { if (word) word.textContent = `(${left} s)`; };
  const held = () => toast.matches(":hover, :focus-within");
  show();
  const clock = setInterval(() => {
    if (held()) return;
    left--;
    show();
    if (left > 0) return;
    clearInterval(clock);
    toast.remove();
  }, 1000);
}
