// button[data-reveal] shows the password in a field, and hides it again. It is hidden before the form is
// sent, so that browsers know it for a password.
function turn(button, shown) {
  const field = document.getElementById(button.dataset.reveal);
  field.type = shown ? "text" : "password";
  button.ariaPressed = String(shown);
  button.querySelector("[data-word]").textContent = shown ? "Hide" : "Show";
}

document.addEventListener("click", (e) => {
  const button = e.target.closest("[data-reveal]");
  if (button) turn(button, button.ariaPressed !== "true");
});

document.addEventListener("submit", (e) => {
  for (const button of e.target.querySelectorAll("[data-reveal]")) turn(button, false);
});
