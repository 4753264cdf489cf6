// One citizen's visit to the kiosk: which step it is at, and what a tap does.
import { useEffect, useRef, useState } from "../shared_ui/html.js";
import { newRequestId, OfflineError, post, RefusedError } from "../shared_ui/api.js";
import { steerByKeyboard } from "./keyboard.js";

/** @typedef {import("../shared_ui/protocol").TakeTicket} TakeTicket */
/** @typedef {import("../shared_ui/protocol").TicketAnswer} TicketAnswer */
/** @typedef {import("../shared_ui/protocol").Refusal} Refusal */
/**
 * "unanswered": it is not known whether the number was given. Only the same request may be sent again.
 * @typedef {{at: "services"}
 *   | {at: "choice", service: string}
 *   | {at: "taking", service: string}
 *   | {at: "number", answer: TicketAnswer}
 *   | {at: "refused", refusal: Refusal}
 *   | {at: "unanswered", request: TakeTicket}} Step
 */

/** @type {Step} */
const START = { at: "services" };

/**
 * Ask for a number and say which step that leads to.
 * @param {TakeTicket} request
 * @param {string | null} token
 * @returns {Promise<Step>}
 */
async function take(request, token) {
  try {
    return { at: "number", answer: await post("/api/kiosk/tickets", request, { token }) };
  } catch (error) {
    if (error instanceof RefusedError) return { at: "refused", refusal: error.refusal };
    if (error instanceof OfflineError) return { at: "unanswered", request };
    throw error;
  }
}

/**
 * Hook: call `onQuiet` when nobody touched the screen or a key for `seconds`, while `active`.
 * @param {number} seconds
 * @param {boolean} active
 * @param {() => void} onQuiet
 * @param {unknown} step a new step is a new beginning
 */
function useQuiet(seconds, active, onQuiet, step) {
  useEffect(() => {
    if (!active) return;
    let timer = 0;
    const startAgain = () => {
      clearTimeout(timer);
      timer = setTimeout(onQuiet, seconds * 1000);
    };
    const touches = ["pointerdown", "keydown", "scroll"];
    for (const name of touches) addEventListener(name, startAgain, true);
    startAgain();
    return () => {
      clearTimeout(timer);
      for (const name of touches) removeEventListener(name, startAgain, true);
    };
  }, [seconds, active, step]);
}

/** @param {Step} step */
function useFocusOnFirst(step) {
  useEffect(() => {
    const first = document.querySelector("[data-first]");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }, [step.at]);
}

/**
 * Hook: the visit's step and what can be done.
 * @param {{token: string | null, language: string, quietSeconds: number, onRestart: () => void}} props
 */
export function useVisit({ token, language, quietSeconds, onRestart }) {
  const [step, setStep] = useState(START);
  const underway = useRef(false);
  const restart = () => {
    if (underway.current) return;
    setStep(START);
    onRestart();
  };

  /** @param {TakeTicket} request */
  const send = async (request) => {
    if (underway.current) return; // the second tap
    underway.current = true;
    setStep({ at: "taking", service: request.service });
    const next = await take(request, token);
    underway.current = false;
    setStep(next);
  };

  useQuiet(quietSeconds, step.at !== "taking", restart, step);
  useFocusOnFirst(step);
  useEffect(() => steerByKeyboard(restart), []);
  return {
    step,
    restart,
    send,
    /** @param {string} service */
    pick: (service) => setStep({ at: "choice", service }),
    /**
     * @param {string} service
     * @param {string | null} priority
     */
    choose: (service, priority) => send({ request_id: newRequestId(), service, priority, language }),
  };
}
