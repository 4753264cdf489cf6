// The clerk's screen: sign in, choose a counter, work at its desk.
import { html, render, useEffect, useState } from "../shared_ui/html.js";
import { LanguageButton, staffLanguage } from "../shared_ui/language.js";
import { get, newRequestId, post } from "../shared_ui/api.js";
import { inWords, SignIn } from "../shared_ui/staff.js";
import { personName } from "../shared_ui/names.js";
import { connectScreen } from "../shared_ui/socket.js";
import { loadTexts, pick, t } from "../shared_ui/texts.js";
import { OwnPassword } from "../shared_ui/password.js";
import { Desk } from "./desk.js";
import { saidOf } from "./said.js";

/** @typedef {import("../shared_ui/protocol").SignedIn} SignedIn */
/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/socket.js").Status} Status */

const language = staffLanguage;

/** @param {{who: SignedIn}} props */
function CounterChoice({ who }) {
  return html`<main><div class="bar" style="padding: 1rem 2rem 0"><h1>${t(language, "clerk.choose_counter")} – ${who.display_name}</h1><${LanguageButton} /><${OwnPassword} role="clerk" language=${language} /></div>
    <div class="choices">${who.counters.map(
      (one) => html`<a class="button" href=${`/clerk?counter=${one.number}`} data-counter=${one.number}>
        ${t(language, "common.counter", { n: one.number })}<br />${one.name}<br />${one.clerk === null ? t(language, "clerk.free") : personName(who.names, one.clerk, language)}</a>`,
    )}</div></main>`;
}

/** @param {{number: number, me: string, onSignedOut: () => void}} props */
function Counter({ number, me, onSignedOut }) {
  const [view, setView] = useState(/** @type {ClerkView | null} */ (null));
  const [status, setStatus] = useState(/** @type {Status} */ ({ state: "connecting", since: new Date() }));
  const [refused, setRefused] = useState(/** @type {Refusal | null} */ (null));
  const [problem, setProblem] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const line = connectScreen(`/ws/clerk/${number}`, () => ({}), {
      onView: (/** @type {ClerkView} */ next) => {
        setRefused(null);
        setView(next);
      },
      onStatus: setStatus,
      onRefused: (refusal) => (refusal.code === "not_signed_in" ? onSignedOut() : setRefused(refusal)),
    });
    return () => line.close();
  }, [number]);

  /**
   * Carry out a verb; one at a time, so that a second click does nothing.
   * @param {string} verb
   * @param {Record<string, unknown>} more
   * @param {number} counter whose alarm it is, when it is not this one's
   * @returns {Promise<boolean>} whether it was done
   */
  const act = async (verb, more = {}, counter = number) => {
    if (busy) return false;
    setBusy(true);
    setProblem("");
    setSaid("");
    try {
      const answer = await post(`/api/counters/${counter}/${verb}`, { request_id: newRequestId(), ...more });
      setSaid(saidOf(verb, answer));
      return true;
    } catch (error) {
      setProblem(inWords(error, language));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const signOut = async () => {
    await post("/api/clerk/sign-out", {});
    onSignedOut();
  };
  if (refused) return html`<main class="sign-in"><p class="message bad">${pick(refused.text, language)}</p><a class="button" href="/clerk">${t(language, "clerk.change")}</a></main>`;
  if (!view) return html`<main class="sign-in"><p>${t(language, "common.loading")}</p></main>`;
  return html`<${Desk} view=${view} me=${me} status=${status} busy=${busy} problem=${problem} said=${said} act=${act} onSignOut=${signOut} />`;
}

function App() {
  const [who, setWho] = useState(/** @type {SignedIn | null | undefined} */ (undefined));
  useEffect(() => {
    get("/api/clerk/me").then(setWho, () => setWho(null));
  }, []);
  const number = Number(new URLSearchParams(location.search).get("counter"));
  if (who === undefined) return html`<main class="sign-in"><p>${t(language, "common.loading")}</p></main>`;
  if (who === null) return html`<${SignIn} role="clerk" language=${language} onSignedIn=${setWho} />`;
  return number ? html`<${Counter} number=${number} me=${who.name} onSignedOut=${() => setWho(null)} />` : html`<${CounterChoice} who=${who} />`;
}

await loadTexts();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
