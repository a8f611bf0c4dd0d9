// ask fetches a passkey's question, and gives it to the browser to answer. The answer is text for a form;
// none means that the page leads elsewhere.
export async function ask(address) {
  const asked = await fetch(address, { method: "POST", body: "{}", headers: { "Content-Type": "application/json", "HX-Request": "true" } });
  const elsewhere = asked.headers.get("HX-Redirect");
  if (elsewhere) return location.assign(elsewhere);
  if (!asked.ok) {
    const page = new DOMParser().parseFromString(await asked.text(), "text/html");
    throw new Error(page.querySelector("[data-reason]")?.textContent ?? "The portal did not answer. Try again.");
  }
  const options = await asked.json();
  const credential = options.user
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential.toJSON());
}
