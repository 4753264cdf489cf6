// The fields of each table of the set-up, and one field as people see it: its name, its meaning, what is wrong with it.
import { html, useState } from "../shared_ui/html.js";
import { hasText, pick, t } from "../shared_ui/texts.js";
import { byLanguage, documentsOf, linesOf, spansAsTyped, spansOf, withLanguage } from "./setup_values.js";

/** @typedef {{key: string, kind: string, choices?: string[], first?: boolean}} Field */
/** @typedef {{id: string, language: string, value: any, file: any, choices: string[], described: string, isWrong: boolean, onChange: (value: any) => void}} Control */

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const LONG_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const SENTENCES = ["call", "recall", "not_yet_come", "transfer", "closing_soon", "test"];

/** @type {Record<string, Field[]>} */
export const FIELDS = {
  office: [
    { key: "name", kind: "local" },
    { key: "address", kind: "text" },
    { key: "notice", kind: "local" },
    { key: "reading", kind: "choice", choices: ["north", "south"] },
    { key: "languages", kind: "words" },
    { key: "target_wait_minutes", kind: "number" },
    { key: "calls_before_no_show", kind: "number" },
    { key: "reinstate_within_minutes", kind: "number" },
    { key: "reinstate_behind", kind: "number" },
    { key: "when_day_is_full", kind: "choice", choices: ["warn", "stop"] },
    { key: "public_board", kind: "tick" },
    { key: "time_zone", kind: "text" },
  ],
  hours: [{ key: "days", kind: "days" }, { key: "issue", kind: "spans" }, { key: "serve", kind: "spans" }, ...LONG_DAYS.map((key) => ({ key, kind: "day" })), { key: "closed", kind: "lines" }],
  service: [
    { key: "prefix", kind: "text" },
    { key: "name", kind: "local" },
    { key: "group", kind: "local" },
    { key: "open", kind: "tick" },
    { key: "usual_minutes", kind: "number" },
    { key: "documents", kind: "documents" },
    { key: "daily_limit", kind: "number" },
    { key: "first_number", kind: "number" },
    { key: "last_number", kind: "number" },
    { key: "digits", kind: "number" },
    { key: "appointments", kind: "appointments" },
    { key: "collects_results", kind: "tick" },
  ],
  counter: [
    { key: "number", kind: "number" },
    { key: "name", kind: "text" },
    { key: "zone", kind: "zone" },
    { key: "services", kind: "services" },
    { key: "preferred", kind: "services" },
  ],
  zone: [
    { key: "name", kind: "local" },
    { key: "id", kind: "text" },
    { key: "volume", kind: "number" },
    { key: "quiet", kind: "spans" },
  ],
  priority: [
    { key: "name", kind: "local" },
    { key: "code", kind: "text" },
    { key: "head_start_minutes", kind: "number" },
    { key: "granted_by", kind: "choice", choices: ["citizen", "clerk"] },
  ],
  phone: [
    { key: "take", kind: "choice", choices: ["off", "code", "place"] },
    { key: "code_minutes", kind: "number" },
    { key: "location", kind: "place" },
    { key: "distance_m", kind: "number" },
    { key: "daily_limit", kind: "number" },
    { key: "services", kind: "services" },
    { key: "booking", kind: "tick" },
    { key: "more_time_behind", kind: "number" },
    { key: "more_time_limit", kind: "number" },
  ],
  identity_card: [
    { key: "ask", kind: "choice", choices: ["off", "offer", "require"] },
    { key: "tickets_per_day", kind: "number" },
    { key: "senior_age", kind: "number" },
    { key: "senior_class", kind: "text" },
  ],
  announcements: [
    { key: "times", kind: "number" },
    { key: "second_language", kind: "choice", choices: ["", "en"] },
    { key: "closing_soon_minutes", kind: "number" },
    { key: "vi", kind: "sentences" },
    { key: "en", kind: "sentences" },
  ],
  alerts: [
    { key: "wait_minutes", kind: "number" },
    { key: "idle_minutes", kind: "number" },
    { key: "device_minutes", kind: "number" },
  ],
  rating_reason: [
    { key: "name", kind: "local" },
    { key: "code", kind: "text" },
  ],
};

const APPOINTMENT = ["slot_minutes", "per_slot", "days_ahead", "head_start_minutes", "early_minutes", "late_minutes"];
const NEW_PLAN = { slot_minutes: 30, per_slot: 2, days_ahead: 14, head_start_minutes: 15, early_minutes: 30, late_minutes: 30 };

/** @param {Event} event */
const typed = (event) => /** @type {HTMLInputElement} */ (event.currentTarget).value;
/** @param {Event} event */
const ticked = (event) => /** @type {HTMLInputElement} */ (event.currentTarget).checked;
/** @param {string} text */
const numberOf = (text) => (text.trim() === "" ? null : Number(text));

/** Text that is read on the way keeps what was typed: "7h" may go on as "7h30". @param {Control & {shown: string, read: (text: string) => any, rows?: number}} props */
function Typed({ id, described, isWrong, shown, read, onChange, rows = 0 }) {
  const [text, setText] = useState(shown);
  const change = (/** @type {Event} */ event) => {
    setText(typed(event));
    onChange(read(typed(event)));
  };
  return rows
    ? html`<textarea id=${id} rows=${rows} value=${text} aria-describedby=${described} aria-invalid=${isWrong} onInput=${change}></textarea>`
    : html`<input id=${id} value=${text} autocomplete="off" aria-describedby=${described} aria-invalid=${isWrong} onInput=${change} />`;
}

/** @param {Control} props */
function Local({ id, value, language, described, isWrong, onChange }) {
  const now = byLanguage(value);
  return html`<span class="both">${["vi", "en"].map(
    (one) => html`<input key=${one} id=${one === "vi" ? id : `${id}.${one}`} lang=${one} value=${now[one] ?? ""} autocomplete="off" placeholder=${t(language, `setup.in_${one}`)}
      aria-label=${one === "vi" ? null : t(language, `setup.in_${one}`)} aria-describedby=${described} aria-invalid=${isWrong} onInput=${(/** @type {Event} */ event) => onChange(withLanguage(value, one, typed(event)))} />`,
  )}</span>`;
}

/** @param {Control} props */
function Documents({ id, value, language, described, isWrong, onChange }) {
  const texts = (value ?? []).map(byLanguage);
  const [vi, setVi] = useState(texts.map((/** @type {any} */ one) => one.vi).join("\n"));
  const [en, setEn] = useState(texts.map((/** @type {any} */ one) => one.en ?? "").join("\n").trimEnd());
  return html`<span class="both"><textarea id=${id} lang="vi" rows="3" value=${vi} placeholder=${t(language, "setup.in_vi")} aria-describedby=${described} aria-invalid=${isWrong}
      onInput=${(/** @type {Event} */ event) => (setVi(typed(event)), onChange(documentsOf(typed(event), en)))}></textarea>
    <textarea lang="en" rows="3" value=${en} placeholder=${t(language, "setup.in_en")} aria-label=${t(language, "setup.in_en")}
      onInput=${(/** @type {Event} */ event) => (setEn(typed(event)), onChange(documentsOf(vi, typed(event))))}></textarea></span>`;
}

/** `isOrdered`: in the order of ticking, which the numbers tell. @param {Control & {options: {value: string, label: string}[], isOrdered?: boolean}} props */
function Ticks({ id, value, options, described, isOrdered = false, onChange }) {
  const chosen = /** @type {string[]} */ (value ?? []);
  const turn = (/** @type {string} */ one, /** @type {boolean} */ isOn) => onChange(isOn ? [...chosen, one] : chosen.filter((name) => name !== one));
  return html`<span class="ticks" id=${id} role="group" aria-describedby=${described}>${options.map(
    ({ value: one, label }) => html`<label key=${one} class="choice"><input type="checkbox" value=${one} checked=${chosen.includes(one)} onChange=${(/** @type {Event} */ event) => turn(one, ticked(event))} />${label}${
      isOrdered && chosen.length > 1 && chosen.includes(one) ? html` <small>(${chosen.indexOf(one) + 1})</small>` : null
    }</label>`,
  )}</span>`;
}

/** @param {Control} props */
function Day({ id, value, language, described, onChange }) {
  const own = value !== null && value !== undefined;
  return html`<span class="ticks"><label class="choice"><input type="checkbox" id=${id} aria-describedby=${described} checked=${own}
      onChange=${(/** @type {Event} */ event) => onChange(ticked(event) ? { issue: [], serve: [] } : null)} />${t(language, "setup.own_hours")}</label>
    ${
      own
        ? ["issue", "serve"].map(
            (key) => html`<label class="choice" key=${key}>${t(language, `setup.label.hours.${key}`)} <${Typed} id=${`${id}.${key}`} described=${described} shown=${spansAsTyped(value[key])} read=${spansOf}
              onChange=${(/** @type {any} */ spans) => onChange({ ...value, [key]: spans })} /></label>`,
          )
        : null
    }</span>`;
}

/** @param {Control} props */
function Appointments({ id, value, language, described, onChange }) {
  return html`<span class="ticks"><label class="choice"><input type="checkbox" id=${id} aria-describedby=${described} checked=${!!value} onChange=${(/** @type {Event} */ event) => onChange(ticked(event) ? NEW_PLAN : null)} />${t(language, "setup.takes_appointments")}</label>
    ${
      value
        ? APPOINTMENT.map(
            (key) => html`<label class="choice" key=${key}>${t(language, `setup.label.appointments.${key}`)} <input type="number" class="short" value=${value[key]}
              onInput=${(/** @type {Event} */ event) => onChange({ ...value, [key]: numberOf(typed(event)) })} /></label>`,
          )
        : null
    }</span>`;
}

/** @param {Control} props */
function Sentences({ id, value, language, described, onChange }) {
  const change = (/** @type {string} */ kind, /** @type {string} */ text) => {
    const { [kind]: _gone, ...others } = value ?? {};
    onChange(text ? { ...others, [kind]: text } : others);
  };
  return html`<span class="both" id=${id} role="group" aria-describedby=${described}>${SENTENCES.map(
    (kind) => html`<label key=${kind} class="stacked">${t(language, `setup.sentence.${kind}`)}<input value=${value?.[kind] ?? ""} autocomplete="off" data-sentence=${kind} onInput=${(/** @type {Event} */ event) => change(kind, typed(event))} /></label>`,
  )}</span>`;
}

/** @param {Control & {field: Field, table: string}} props */
function ControlOf(props) {
  const { field, table, id, value, language, file, described, isWrong, onChange } = props;
  const shared = { id, "aria-describedby": described, "aria-invalid": isWrong };
  switch (field.kind) {
    case "local":
      return html`<${Local} ...${props} />`;
    case "documents":
      return html`<${Documents} ...${props} />`;
    case "number":
      return html`<input ...${shared} type="number" class="short" step="any" value=${value ?? ""} onInput=${(/** @type {Event} */ event) => onChange(numberOf(typed(event)))} />`;
    case "tick":
      return html`<input ...${shared} type="checkbox" checked=${value} onChange=${(/** @type {Event} */ event) => onChange(ticked(event))} />`;
    case "choice":
      return html`<select ...${shared} value=${value} onChange=${(/** @type {Event} */ event) => onChange(typed(event))}>${field.choices?.map(
        (one) => html`<option value=${one} selected=${one === value}>${t(language, `setup.choice.${table}.${field.key}.${one || "none"}`)}</option>`,
      )}</select>`;
    case "zone":
      return html`<select ...${shared} value=${value} onChange=${(/** @type {Event} */ event) => onChange(typed(event))}>${file.zone.map(
        (/** @type {any} */ one) => html`<option value=${one.id} selected=${one.id === value}>${pick(byLanguage(one.name), language)}</option>`,
      )}</select>`;
    case "services":
      return html`<${Ticks} ...${props} isOrdered=${table === "counter"} options=${file.service.map((/** @type {any} */ one) => ({ value: one.prefix, label: `${one.prefix} – ${pick(byLanguage(one.name), language)}` }))} />`;
    case "days":
      return html`<${Ticks} ...${props} options=${DAYS.map((one) => ({ value: one, label: t(language, `setup.day.${one}`) }))} />`;
    case "day":
      return html`<${Day} ...${props} />`;
    case "appointments":
      return html`<${Appointments} ...${props} />`;
    case "sentences":
      return html`<${Sentences} ...${props} />`;
    case "spans":
      return html`<${Typed} ...${props} shown=${spansAsTyped(value)} read=${spansOf} />`;
    case "lines":
      return html`<${Typed} ...${props} shown=${(value ?? []).join("\n")} read=${linesOf} rows=${5} />`;
    case "words":
      return html`<${Typed} ...${props} shown=${(value ?? []).join(", ")} read=${(/** @type {string} */ text) => text.split(/[\s,;]+/).filter(Boolean)} />`;
    case "place":
      return html`<${Typed} ...${props} shown=${(value ?? []).join(", ")} read=${(/** @type {string} */ text) => (text.trim() ? text.split(/[,;]/).map(Number) : null)} />`;
  }
  return html`<input ...${shared} value=${value ?? ""} autocomplete="off" onInput=${(/** @type {Event} */ event) => onChange(typed(event))} />`;
}

/**
 * The meaning of a key; where the file's own words name values that a page shows otherwise, the page has its own.
 * @param {string} table
 * @param {string} key
 * @param {string} language
 */
const hintOf = (table, key, language) => t(language, hasText(`setup.page_hint.${table}.${key}`) ? `setup.page_hint.${table}.${key}` : `setup.hint.${table}.${key}`);

/**
 * @param {{table: string, where: string, field: Field, row: any, file: any, language: string,
 *   problems: import("./setup.js").Problem[], onChange: (row: any) => void}} props
 */
export function FieldRow({ table, where, field, row, file, language, problems, onChange }) {
  const id = `${where}.${field.key}`;
  const wrong = problems.filter((one) => one.where === id || one.where.startsWith(`${id}.`));
  return html`<div class="setup-field" data-field=${id}><label for=${id}>${t(language, `setup.label.${table}.${field.key}`)}</label>
    <div><${ControlOf} field=${field} table=${table} id=${id} value=${row[field.key]} file=${file} language=${language} described=${`${id}-hint`} isWrong=${wrong.length > 0} onChange=${(/** @type {any} */ value) => onChange({ ...row, [field.key]: value })} />
      <small class="hint" id=${`${id}-hint`}>${hintOf(table, field.key, language)}${wrong.map((one) => html`<strong class="bad" role="alert">${pick(one.text, language)}</strong>`)}</small></div></div>`;
}

/**
 * Problems that belong to no single field of a page: of a row or the part as a whole.
 * @param {{problems: import("./setup.js").Problem[], where: string, language: string}} props
 */
export const Whole = ({ problems, where, language }) => html`${problems.filter((one) => one.where === where).map((one) => html`<p class="message bad" role="alert" data-problem=${one.code}>${pick(one.text, language)}</p>`)}`;
