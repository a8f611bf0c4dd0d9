// time[data-until] counts down to its moment, says when five minutes and one are left, and asks for the page again when it is over.
import { say } from "./live.js";

const time = document.querySelector("time[data-until]");

if (time) {
  const until = Date.now() + 1000 * time.dataset.left; // by the portal's clock, not the browser's
  const around = time.parentElement;
  const told = new Set();
  const two = (n) => String(n).padStart(2, "0");

  const warn = (minutes, left) => {
    if (told.has(minutes) || left > minutes * 60 || left < minutes * 60 - 30) return;
    told.add(minutes);
    say(`You act as ${time.dataset.until} for ${minutes === 1 ? "1 more minute" : `${minutes} more minutes`}.`);
  };

  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) return location.replace(location.href);
    time.textContent = `${two(Math.floor(left / 60))}:${two(left % 60)}`;
    warn(5, left);
    warn(1, left);
    setTimeout(tick, 1000 - (Date.now() % 1000));
  };

  around.replaceChildren(time, " left");
  tick();

  // A page that comes back from the browser's memory may be of a visit that is over.
  addEventListener("pageshow", (e) => { if (e.persisted) location.replace(location.href); });
}
