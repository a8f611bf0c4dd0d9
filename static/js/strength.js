// [data-strength] says how good the password in the field data-of is. The server judges, since it knows
// the common passwords, and keeps nothing; nothing is sent before the typing pauses.
const pause = 300;
const waiting = new WeakMap();

async function judge(place, field) {
  const typed = field.value;
  const form = new FormData(field.form);
  form.delete("current");
  form.set("password", typed);
  form.set("for", new URL(field.form.action).pathname);
  try {
    const answer = await fetch(place.dataset.strength, { method: "POST", body: new URLSearchParams(form), headers: { "HX-Request": "true" } });
    if (field.value !== typed) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...(answer.ok ? page.body.children : []));
  } catch {
    place.replaceChildren();
  }
}

document.addEventListener("input", (e) => {
  const place = e.target.id && document.querySelector(`[data-strength][data-of="${e.target.id}"]`);
  if (!place) return;
  clearTimeout(waiting.get(place));
  if (!e.target.value) return place.replaceChildren();
  waiting.set(place, setTimeout(judge, pause, place, e.target));
});
