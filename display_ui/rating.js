// The question after a service: five faces with words, a reason for the low ones, gone after half a minute.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { newRequestId, post, RefusedError } from "../shared_ui/api.js";
import { serverNow } from "../shared_ui/clock.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").RatingQuestion} RatingQuestion */
/**
 * @typedef {{at: "level"} | {at: "reason", level: number} | {at: "thanks"} | {at: "gone"}} Step
 * "gone": answered, or too late: the question of that token is not shown again.
 */

const LEVELS = [1, 2, 3, 4, 5];
const LOW = 2;
const THANKS_MS = 4000;
/** How the mouth of each face is drawn: from a deep frown to a broad smile, so that no colour is needed. */
const MOUTHS = ["M30 74 Q50 50 70 74", "M32 70 Q50 58 68 70", "M32 66 L68 66", "M32 62 Q50 76 68 62", "M28 58 Q50 88 72 58 Z"];

/** @param {{level: number}} props */
const Face = ({ level }) => html`<svg viewBox="0 0 100 100" aria-hidden="true"><circle class="head" cx="50" cy="50" r="46" />
  <circle class="eye" cx="35" cy="40" r="6" /><circle class="eye" cx="65" cy="40" r="6" /><path class=${level === 5 ? "mouth full" : "mouth"} d=${MOUTHS[level - 1]} /></svg>`;

/** @param {{name: string, other: string | undefined}} props */
const Both = ({ name, other }) => html`<span lang="vi">${t("vi", name)}</span>${other ? html`<small lang=${other}>${t(other, name)}</small>` : null}`;

/**
 * Hook: where the question of this token stands. What was chosen is sent once, also when the time is over before a reason.
 * @param {RatingQuestion | null} question
 * @param {string | null} token the device's
 */
function useAnswer(question, token) {
  const [step, setStep] = useState(/** @type {Step} */ ({ at: "level" }));
  const current = useRef(step);
  current.current = step;
  /**
   * @param {string} asked
   * @param {number} level
   * @param {string | null} reason
   */
  const send = async (asked, level, reason) => {
    setStep({ at: "thanks" });
    setTimeout(() => setStep((now) => (now.at === "thanks" ? { at: "gone" } : now)), THANKS_MS);
    try {
      await post("/api/ratings", { request_id: newRequestId(), token: asked, level, reason }, { token });
    } catch (error) {
      // Too late, or cut off: a citizen who walks away is not called back for it.
      if (!(error instanceof RefusedError)) console.warn("rating", error);
    }
  };
  const asked = question?.token;
  useEffect(() => {
    if (!question) return undefined;
    setStep({ at: "level" });
    const end = setTimeout(() => {
      const now = current.current;
      if (now.at === "reason") void send(question.token, now.level, null);
      else if (now.at === "level") setStep({ at: "gone" });
    }, Math.max(0, Date.parse(question.until) - serverNow()));
    return () => clearTimeout(end);
  }, [asked]);
  /** @param {number} level */
  const choose = (level) => (level <= LOW && question?.reasons.length ? setStep({ at: "reason", level }) : void (question && send(question.token, level, null)));
  /** @param {string | null} reason */
  const explain = (reason) => void (question && step.at === "reason" && send(question.token, step.level, reason));
  return { step, choose, explain };
}

/** @param {{question: RatingQuestion, other: string | undefined, onChoose: (level: number) => void}} props */
const Levels = ({ question, other, onChoose }) => html`<h2><${Both} name="rating.title" other=${other} /></h2>
  <p class="about">${pick(question.service_name, "vi")}</p>
  <div class="levels">${LEVELS.map(
    (level) => html`<button class="level" data-level=${level} onClick=${() => onChoose(level)}><${Face} level=${level} /><${Both} name=${`rating.level_${level}`} other=${other} /></button>`,
  )}</div>`;

/** @param {{question: RatingQuestion, other: string | undefined, onExplain: (reason: string | null) => void}} props */
const Reasons = ({ question, other, onExplain }) => html`<h2><${Both} name="rating.why" other=${other} /></h2>
  <div class="reasons">${question.reasons.map(
    (reason) => html`<button class="reason" data-reason=${reason.code} onClick=${() => onExplain(reason.code)}><span>${pick(reason.name, "vi")}</span>${other && reason.name[other] ? html`<small lang=${other}>${reason.name[other]}</small>` : null}</button>`,
  )}<button class="reason skip" data-reason="" onClick=${() => onExplain(null)}><${Both} name="rating.skip" other=${other} /></button></div>`;

/**
 * The question, the reasons or the thanks; nothing while nobody is asked.
 * @param {{question: RatingQuestion | null, token: string | null, other: string | undefined}} props
 */
export function Rating({ question, token, other }) {
  const { step, choose, explain } = useAnswer(question, token);
  // The thanks stay for their moment although the question is gone from the view by then.
  if (step.at === "thanks") return html`<section class="rating" data-rating="thanks" role="status"><p class="thanks"><${Face} level=${5} /><${Both} name="rating.thanks" other=${other} /></p></section>`;
  if (!question || step.at === "gone") return null;
  return html`<section class="rating" data-rating=${step.at}>
    ${step.at === "reason" ? html`<${Reasons} question=${question} other=${other} onExplain=${explain} />` : html`<${Levels} question=${question} other=${other} onChoose=${choose} />`}</section>`;
}
