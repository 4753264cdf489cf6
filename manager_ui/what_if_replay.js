// A past day once more, with other counters, services or head starts.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { pick, t } from "../shared_ui/texts.js";
import { Asking, useAsking } from "./asking.js";
import { clock, percent } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").PastDayRules} PastDayRules */
/** @typedef {import("../shared_ui/protocol").CounterRule} CounterRule */
/** @typedef {import("../shared_ui/protocol").DayReplayed} DayReplayed */
/** @typedef {import("../shared_ui/protocol").DayUnderRules} DayUnderRules */
/** @typedef {import("./pages.js").PageProps} PageProps */
/** @typedef {Event & {currentTarget: HTMLInputElement}} InputEvent_ */

const DAY_MS = 24 * 3600 * 1000;
/** @param {string} day */
const before = (day) => new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);

/**
 * Read "07:30-11:30, 13:30-17:00"; null where it is none.
 * @param {string} text
 * @returns {[string, string][] | null}
 */
function spans(text) {
  const parts = text.split(",").map((part) => part.trim()).filter((part) => part !== "");
  const found = parts.map((part) => part.match(/^([01]\d|2[0-3]):[0-5]\d\s*[-–]\s*([01]\d|2[0-3]):[0-5]\d$/));
  if (found.some((one) => one === null)) return null;
  return parts.map((part) => /** @type {[string, string]} */ (part.split(/\s*[-–]\s*/)));
}

/** @param {[string, string][]} open */
const written = (open) => open.map((span) => span.join("–")).join(", ");

/** @param {{rule: CounterRule, rules: PastDayRules, language: string, onRule: (rule: CounterRule) => void}} props */
function CounterRow({ rule, rules, language, onRule }) {
  const [text, setText] = useState(written(rule.open));
  const isRight = spans(text) !== null;
  /** @param {string} id */
  const toggle = (id) => {
    const services = rule.services.includes(id) ? rule.services.filter((one) => one !== id) : [...rule.services, id];
    onRule({ ...rule, services, preferred: rule.preferred.filter((one) => services.includes(one)) });
  };
  const onText = (/** @type {InputEvent_} */ event) => {
    setText(event.currentTarget.value);
    const open = spans(event.currentTarget.value);
    if (open) onRule({ ...rule, open });
  };
  const name = `${rule.number} – ${rules.counter_names[rule.number] ?? ""}`;
  return html`<tr data-counter=${rule.number}><th scope="row">${name}</th>
    <td class="wide">${Object.entries(rules.services).map(
      ([id, text_]) => html`<label class="choice"><input type="checkbox" name=${`service-${id}`} checked=${rule.services.includes(id)} onChange=${() => toggle(id)} /> ${pick(text_, language)}</label>`,
    )}</td>
    <td><input name="open" class=${isRight ? "" : "wrong"} aria-invalid=${String(!isRight)} aria-label=${t(language, "what_if.open_of", { counter: rule.number })} value=${text} placeholder="07:30–11:30, 13:30–17:00" onInput=${onText} />
      ${isRight ? null : html`<p class="message bad">${t(language, "what_if.open_wrong")}</p>`}</td></tr>`;
}

/**
 * How far one number is from another, in percent of it.
 * @param {number | null | undefined} found
 * @param {number | null | undefined} right
 */
function off(found, right) {
  if (found === null || found === undefined || !right) return "–";
  const share = Math.round((found / right - 1) * 100);
  return `${share > 0 ? "+" : share < 0 ? "−" : "±"}${Math.abs(share)} %`;
}

/** @param {{answer: DayReplayed, rules: PastDayRules, language: string}} props */
function Replayed({ answer, rules, language }) {
  /** @param {DayUnderRules} line */
  const nameOf = (line) => (line.service === null ? t(language, "what_if.all") : pick(rules.services[line.service] ?? { vi: line.service }, language));
  /** @param {DayUnderRules[]} lines @param {string | null} service */
  const of = (lines, service) => lines.find((one) => one.service === service);
  /** @param {DayUnderRules | undefined} line */
  const cells = (line) => html`<td>${clock(line?.mean_s ?? null)}</td><td>${clock(line?.p90_s ?? null)}</td><td>${percent(line?.within ?? null, language)}</td>`;
  const kinds = /** @type {const} */ (["was", "simulated", "changed"]);
  const heads = ["wait_mean", "wait_p90", "within_issued"];
  return html`<section class="card" data-answer="replayed"><h2>${t(language, "what_if.replayed")}</h2><p class="note">${t(language, "what_if.replayed_note")}</p>
    <p data-error>${t(language, "what_if.error", { mean: off(of(answer.simulated, null)?.mean_s, of(answer.was, null)?.mean_s), p90: off(of(answer.simulated, null)?.p90_s, of(answer.was, null)?.p90_s) })}</p>
    <table><thead><tr><td></td>${kinds.map((kind) => html`<th scope="colgroup" colspan="3">${t(language, `what_if.${kind}`)}</th>`)}</tr>
      <tr><th scope="col">${t(language, "manager.service")}</th>${kinds.map(() => heads.map((head) => html`<th scope="col">${t(language, `manager.${head}`)}</th>`))}</tr></thead>
    <tbody>${answer.simulated.map((line) => html`<tr data-service=${line.service ?? ""}><th scope="row">${nameOf(line)}</th>${kinds.map((kind) => cells(of(answer[kind], line.service)))}</tr>`)}</tbody></table></section>`;
}

/** @param {PageProps} props */
export function ReplayQuestion({ view, language }) {
  const [day, setDay] = useState(before(view.business_day));
  const [rules, setRules] = useState(/** @type {PastDayRules | null} */ (null));
  const [counters, setCounters] = useState(/** @type {CounterRule[]} */ ([]));
  const [headStarts, setHeadStarts] = useState(/** @type {Record<string, number>} */ ({}));
  const [problem, setProblem] = useState("");
  const asking = useAsking("/api/manager/what-if/replay", language);
  useEffect(() => {
    setRules(null);
    setProblem("");
    get(`/api/manager/what-if/days/${day}`).then(
      (/** @type {PastDayRules} */ found) => {
        setRules(found);
        setCounters(found.counters);
        setHeadStarts(Object.fromEntries(found.head_start_minutes.map((minutes) => [String(minutes), minutes])));
      },
      (error) => setProblem(inWords(error, language)),
    );
  }, [day]);
  /** @param {CounterRule} rule */
  const onRule = (rule) => setCounters(counters.map((one) => (one.number === rule.number ? rule : one)));
  const onDay = (/** @type {InputEvent_} */ event) => event.currentTarget.value && setDay(event.currentTarget.value);
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    void asking.start({ day, counters: counters.filter((one) => one.services.length > 0), head_starts: headStarts });
  };
  return html`<p class="note">${t(language, "what_if.replay_note")}</p>
    <form class="what-if" onSubmit=${submit}>
      <label>${t(language, "what_if.day")} <input type="date" name="day" max=${before(view.business_day)} value=${day} onChange=${onDay} /></label>
      ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
      ${rules && rules.came === 0 ? html`<p class="message warn">${t(language, "what_if.nobody_came")}</p>` : null}
      ${rules && rules.came > 0 ? html`<table class="words"><thead><tr><th scope="col">${t(language, "manager.counter")}</th><th scope="col">${t(language, "what_if.serves")}</th><th scope="col">${t(language, "what_if.open")}</th></tr></thead>
        <tbody>${counters.map((rule) => html`<${CounterRow} key=${`${day}-${rule.number}`} rule=${rule} rules=${rules} language=${language} onRule=${onRule} />`)}</tbody></table>
      ${rules.head_start_minutes.map(
        (minutes) => html`<label>${t(language, "what_if.head_start", { n: minutes })} <input type="number" name=${`head-start-${minutes}`} min="0" max="1440" value=${headStarts[minutes]} onInput=${(/** @type {InputEvent_} */ event) => setHeadStarts({ ...headStarts, [minutes]: Number(event.currentTarget.value) })} /></label>`,
      )}
      <button class="button" data-action="ask" disabled=${asking.progress !== null}>${t(language, "what_if.ask")}</button>` : null}</form>
    <${Asking} asking=${asking} language=${language} />
    ${asking.answer && rules ? html`<${Replayed} answer=${asking.answer} rules=${rules} language=${language} />` : null}`;
}
