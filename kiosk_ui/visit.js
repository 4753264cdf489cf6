// One citizen's visit to the kiosk: which step it is at, and what a tap does.
import { useEffect, useRef, useState } from "../shared_ui/html.js";
import { newRequestId, OfflineError, post, RefusedError } from "../shared_ui/api.js";
import { askDossier } from "./dossier.js";

/** @typedef {import("../shared_ui/protocol").TakeTicket} TakeTicket */
/** @typedef {import("../shared_ui/protocol").TicketAnswer} TicketAnswer */
/** @typedef {import("../shared_ui/protocol").CheckIn} CheckIn */
/** @typedef {import("../shared_ui/protocol").CheckedInAnswer} CheckedInAnswer */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/** @typedef {import("../shared_ui/protocol").DossierAnswer} DossierAnswer */
/** @typedef {import("./card.js").Card} Card */
/**
 * "unanswered": it is not known whether the number was given. Only the same request may be sent again.
 * @typedef {{at: "services", group: string | null, search: import("./search.js").Search | null}
 *   | {at: "choice", service: string}
 *   | {at: "dossier", service: string, text: string}
 *   | {at: "taking", service: string}
 *   | {at: "appointment", text: string}
 *   | {at: "checking_in"}
 *   | {at: "number", answer: TicketAnswer | CheckedInAnswer, key?: string}
 *   | {at: "refused", refusal: Refusal}
 *   | {at: "unanswered", request: TakeTicket | CheckIn}} Step
 */

/** @type {Step} */
const START = { at: "services", group: null, search: null };

/**
 * Ask for a number and say which step that leads to.
 * @param {TakeTicket | CheckIn} request
 * @param {string | null} token
 * @returns {Promise<Step>}
 */
async function take(request, token) {
  try {
    if ("key" in request) return { at: "number", answer: await post("/api/kiosk/check-in", request, { token }), key: request.key };
    return { at: "number", answer: await post("/api/kiosk/tickets", request, { token }) };
  } catch (error) {
    if (error instanceof RefusedError) return { at: "refused", refusal: error.refusal };
    if (error instanceof OfflineError) return { at: "unanswered", request };
    throw error;
  }
}

/** @param {Step} step */
function useFocusOnFirst(step) {
  useEffect(() => {
    const first = document.querySelector("[data-first]");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }, [step.at]);
}

const HINT_MS = 6000;

/**
 * Hook: what the citizen has shown besides the wish for a number. It lives in this page until the visit is over.
 * @param {string | null} token
 */
function useShown(token) {
  const [card, setCard] = useState(/** @type {Card | null} */ (null));
  const [dossier, setDossier] = useState(/** @type {DossierAnswer | null} */ (null));
  /** @param {string} code */
  const showDossier = async (code) => {
    setDossier({ code, state: "unknown", expected: null });
    const answer = await askDossier(code, token);
    setDossier((present) => (present?.code === code ? answer : present));
  };
  const forget = () => {
    setCard(null);
    setDossier(null);
  };
  return { card, dossier, showCard: setCard, showDossier, forget };
}

/** Hook: a sentence that goes by itself, by its key. */
function useHint() {
  const [hint, setHint] = useState("");
  useEffect(() => {
    const timer = hint ? setTimeout(() => setHint(""), HINT_MS) : 0;
    return () => clearTimeout(timer);
  }, [hint]);
  return { hint, setHint };
}

/**
 * Hook: the visit's step and what can be done.
 * @param {{token: string | null, language: string, onRestart: () => void}} props
 */
export function useVisit({ token, language, onRestart }) {
  const [step, setStep] = useState(START);
  const underway = useRef(false);
  const { forget, ...shown } = useShown(token);
  const { hint, setHint } = useHint();
  const restart = () => {
    if (underway.current) return;
    // The next citizen's keys are theirs: none goes to the field that this one wrote in.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setStep(START);
    setHint("");
    forget();
    onRestart();
  };

  /** @param {TakeTicket | CheckIn} request */
  const send = async (request) => {
    if (underway.current) return; // the second tap
    underway.current = true;
    setStep("key" in request ? { at: "checking_in" } : { at: "taking", service: request.service });
    const next = await take(request, token);
    underway.current = false;
    setStep(next);
    if (next.at === "number") forget();
  };

  useFocusOnFirst(step);
  return {
    ...shown,
    step,
    hint,
    setHint,
    restart,
    send,
    /** Nobody has chosen anything yet. */
    isAtStart: step === START,
    /** Nothing was touched yet: there is nothing to return from. */
    isUntouched: step === START && shown.card === null && hint === "",
    /** To the services again, in the same language and the same modes. */
    back: () => setStep({ at: "services", group: null, search: null }),
    /** @param {string | null} group */
    openGroup: (group) => setStep({ at: "services", group, search: null }),
    /** @param {import("./search.js").Search | null} search */
    search: (search) => setStep({ at: "services", group: null, search }),
    /** @param {string} text */
    writeAppointment: (text) => setStep({ at: "appointment", text }),
    /**
     * @param {string} key a code or a token
     * @param {boolean} [reprint]
     */
    checkIn: (key, reprint = false) => send({ request_id: newRequestId(), key, language, reprint }),
    /** @param {string} service */
    pick: (service) => setStep({ at: "choice", service }),
    /**
     * @param {string} service
     * @param {string} text
     */
    writeDossier: (service, text) => setStep({ at: "dossier", service, text }),
    /**
     * @param {string} service
     * @param {string | null} priority
     */
    choose: (service, priority) =>
      send({ request_id: newRequestId(), service, priority, language, identity: shown.card?.number ?? null, dossier: shown.dossier?.code ?? null }),
  };
}
