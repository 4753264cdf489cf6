// Signing in, the same for clerks and managers.
import { html, useState } from "./html.js";
import { LanguageButton } from "./language.js";
import { post } from "./api.js";
import { inWords } from "./errors.js";
import { t } from "./texts.js";

export { inWords };

/** @typedef {import("./protocol").SignedIn} SignedIn */

/** @param {{role: "clerk" | "manager", language: string, onSignedIn: (who: SignedIn) => void}} props */
export function SignIn({ role, language, onSignedIn }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    setBusy(true);
    try {
      onSignedIn(await post(`/api/${role}/sign-in`, { name: form.get("name"), password: form.get("password") }));
    } catch (error) {
      setProblem(inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  return html`<main class="sign-in"><form class="card" onSubmit=${submit}>
    <h1>${t(language, `index.${role}`)}</h1>
    <label>${t(language, "common.name")}<input name="name" autocomplete="username" required autofocus /></label>
    <label>${t(language, "common.password")}<input name="password" type="password" autocomplete="current-password" required /></label>
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    <button class="button primary" disabled=${busy}>${t(language, "common.sign_in")}</button><${LanguageButton} />
  </form></main>`;
}
