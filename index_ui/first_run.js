// The first run: an office gets its name, its hours and its first administrator, step by step.
import { html, useState } from "../shared_ui/html.js";
import { newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";

const STEPS = ["code", "office", "hours", "template", "administrator"];
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const HOURS = { issue: ["07:00", "11:15", "13:15", "16:15"], serve: ["07:30", "11:30", "13:30", "17:00"] };
const language = "vi";

/** A text in Vietnamese, with English below it. @param {{text: string}} props */
const Both = ({ text }) => html`${t("vi", text)}<small lang="en">${t("en", text)}</small>`;

/** @param {{name: string, kind?: string, value?: string, required?: boolean, more?: object}} props */
const Field = ({ name, kind = "text", value = "", required = true, more = {} }) => html`<label><span><${Both} text=${`first.${name}`} /></span><input name=${name} type=${kind} defaultValue=${value} required=${required} autocomplete="off" ...${more} /></label>`;

/** @param {{name: "issue" | "serve"}} props */
const Times = ({ name }) => html`<fieldset class="times"><legend><${Both} text=${`first.${name}`} /></legend>${HOURS[name].map(
  (time, n) => html`<input key=${n} type="time" name=${`${name}${n}`} aria-label=${t(language, `first.time_${n}`)} defaultValue=${time} required=${n < 2} />`,
)}</fieldset>`;

/** @param {{step: string}} props */
function Fields({ step }) {
  switch (step) {
    case "code":
      return html`<p><${Both} text="first.code_how" /></p><${Field} name="code" more=${{ class: "code", autofocus: true }} />`;
    case "office":
      return html`<${Field} name="office_name" more=${{ maxlength: 200 }} /><${Field} name="address" required=${false} />
        <label><span><${Both} text="first.reading" /></span><select name="reading"><option value="north">${t(language, "setup.choice.office.reading.north")}</option><option value="south">${t(language, "setup.choice.office.reading.south")}</option></select></label>
        <label class="tick"><input type="checkbox" name="english" defaultChecked /><span><${Both} text="first.english" /></span></label>`;
    case "hours":
      return html`<fieldset class="days"><legend><${Both} text="first.days" /></legend>${DAYS.map(
        (day, n) => html`<label class="tick" key=${day}><input type="checkbox" name="days" value=${day} defaultChecked=${n < 5} />${t(language, `setup.day.${day}`)}</label>`,
      )}</fieldset><${Times} name="issue" /><${Times} name="serve" />`;
    case "template":
      return html`${["starter", "ward"].map((one) => html`<label class="tick" key=${one}><input type="radio" name="template" value=${one} defaultChecked=${one === "starter"} /><span><${Both} text=${`first.template_${one}`} /></span></label>`)}
        <${Field} name="counters" kind="number" value="4" more=${{ min: 1, max: 60 }} />`;
  }
  return html`<${Field} name="name" more=${{ maxlength: 64, pattern: "[A-Za-z0-9][A-Za-z0-9._\\-]*", autocomplete: "username" }} /><${Field} name="display_name" />
    <${Field} name="password" kind="password" more=${{ minlength: 8, maxlength: 256, autocomplete: "new-password" }} />`;
}

/**
 * @param {FormData} form
 * @param {string} name
 */
const spansOf = (form, name) => [[form.get(`${name}0`), form.get(`${name}1`)], [form.get(`${name}2`), form.get(`${name}3`)]].filter(([start, end]) => start && end);

/** @param {FormData} form */
const wishOf = (form) => ({
  request_id: newRequestId(),
  ...Object.fromEntries(["code", "office_name", "address", "reading", "template", "name", "display_name", "password"].map((key) => [key, String(form.get(key) ?? "").trim()])),
  password: String(form.get("password") ?? ""),
  english: form.has("english"),
  days: form.getAll("days"),
  issue: spansOf(form, "issue"),
  serve: spansOf(form, "serve"),
  counters: Number(form.get("counters")),
});

/** All steps are one form, of which one step is seen: what was typed stays on the way back. */
export function FirstRun() {
  const [at, setAt] = useState(0);
  const [reached, setReached] = useState(0);
  const [told, setTold] = useState("");
  const [busy, setBusy] = useState(false);
  const turn = (/** @type {number} */ to) => {
    setAt(to);
    setReached(Math.max(reached, to));
    setTold("");
    requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector(`[data-step="${STEPS[to]}"] :is(input, select)`))?.focus());
  };
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (at < STEPS.length - 1) return turn(at + 1);
    setBusy(true);
    try {
      await post("/api/first-run", wishOf(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget))));
      location.assign("/manager#setup");
    } catch (error) {
      setTold(inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="card first-run" onSubmit=${submit} data-first-run>
    <h2>${t(language, "first.title")} – ${at + 1}/${STEPS.length}: ${t(language, `first.step.${STEPS[at]}`)}</h2>
    ${STEPS.map((step, n) => html`<fieldset key=${step} class="step" data-step=${step} hidden=${n !== at} disabled=${n > at}>${n <= reached ? html`<${Fields} step=${step} />` : null}</fieldset>`)}
    ${told ? html`<p class="message bad" role="alert" data-told>${told}</p>` : null}
    <p class="verbs"><button class="button primary" disabled=${busy} data-action="next">${t(language, at === STEPS.length - 1 ? "first.done" : "first.next")}</button>
      ${at > 0 ? html`<button type="button" class="button quiet" disabled=${busy} data-action="back" onClick=${() => turn(at - 1)}>${t(language, "first.back")}</button>` : null}</p></form>`;
}
