// What the wall of a waiting area shows: the call, the last calls, every counter, and how many wait.
import { html } from "../shared_ui/html.js";
import { formatDate, formatTime, useNow } from "../shared_ui/clock.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").DisplayView} DisplayView */
/** @typedef {import("../shared_ui/protocol").DisplayCounter} DisplayCounter */
/** @typedef {import("../shared_ui/protocol").Announce} Announce */

const FIRST = "vi";

/**
 * The second language of the wall, if the office has one: two fit side by side, more would be small.
 * @param {DisplayView} view
 */
export const second = (view) => view.languages.find((language) => language !== FIRST);

/**
 * A fixed text in both languages of the wall.
 * @param {{view: DisplayView, name: string}} props
 */
function Both({ view, name }) {
  const other = second(view);
  return html`<span lang=${FIRST}>${t(FIRST, name)}</span>${other ? html` <span class="second" lang=${other}>${t(other, name)}</span>` : null}`;
}

/** @param {{view: DisplayView, speaking: Announce | null}} props */
export function Calling({ view, speaking }) {
  const shown = speaking ?? view.recent.find((call) => call.state === "called") ?? view.recent[0];
  if (!shown) return html`<section class="card calling quiet"><p class="label"><${Both} view=${view} name="display.nobody" /></p></section>`;
  return html`<section class=${`card calling ${speaking ? "speaking" : ""}`} data-calling=${shown.code} data-counter=${shown.counter} data-speaking=${speaking?.id ?? ""}>
    <p class="label"><${Both} view=${view} name="display.calling" /></p>
    <p class="code">${shown.code}</p>
    <p class="where"><span class="arrow" aria-hidden="true">→</span> ${t(FIRST, "display.at_counter", { n: shown.counter ?? "" })}</p>
  </section>`;
}

/** @param {{view: DisplayView}} props */
export function Recent({ view }) {
  return html`<section class="card recent" data-board="recent"><h2><${Both} view=${view} name="display.recent" /></h2>
    <ol class="whole">${view.recent.map(
      (call) => html`<li key=${call.announcement} data-code=${call.code} data-state=${call.state}>
        <strong>${call.code}</strong><span class="where">${t(FIRST, "display.at_counter", { n: call.counter })}</span>
        <time datetime=${call.called_at}>${formatTime(call.called_at, view.time_zone)}</time></li>`,
    )}</ol></section>`;
}

/** Columns of counters, so that as few rows as possible hold them at a size that is read from afar. */
const COLUMNS = /** @type {const} */ ([[3, 3], [6, 3], [8, 4], [12, 4], [20, 5]]);
const MOST_COLUMNS = 8;

/** @param {number} counters */
const columnsFor = (counters) => COLUMNS.find(([most]) => counters <= most)?.[1] ?? MOST_COLUMNS;

/** More counters than this show their bare numbers. */
const MOST_SPELLED = 8;

/** @param {{counter: DisplayCounter, isTerse: boolean}} props */
function CounterCard({ counter, isTerse }) {
  const idle = counter.state === "open" ? "–" : t(FIRST, `display.${counter.state}`);
  return html`<li data-counter=${counter.number} data-counter-state=${counter.state} data-state=${counter.ticket_state ?? ""}>
    <span class="number">${isTerse ? counter.number : t(FIRST, "display.at_counter", { n: counter.number })}</span>
    ${counter.code ? html`<strong data-code=${counter.code}>${counter.code}</strong>` : html`<span class="idle">${idle}</span>`}
    <span class="name">${counter.name}</span></li>`;
}

/** @param {{view: DisplayView}} props */
export function Counters({ view }) {
  const columns = columnsFor(view.counters.length);
  const isTerse = view.counters.length > MOST_SPELLED;
  return html`<section class="card counters" data-board="counters" data-columns=${columns} data-terse=${String(isTerse)}>
    <h2><${Both} view=${view} name="display.counters" /></h2>
    <ul style=${{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>${view.counters.map(
      (counter) => html`<${CounterCard} key=${counter.number} counter=${counter} isTerse=${isTerse} />`,
    )}</ul></section>`;
}

/** More services than this stand in two columns, and many more as letters and numbers alone. */
const MOST_ROWS = 5;
const MOST_NAMED = 10;

/** @param {DisplayView} view */
function density(view) {
  if (view.waiting.length > MOST_NAMED) return "letters";
  return view.waiting.length > MOST_ROWS ? "columns" : "rows";
}

/** @param {{view: DisplayView}} props */
export function Waiting({ view }) {
  return html`<section class="card waiting" data-board="waiting" data-density=${density(view)}><h2><${Both} view=${view} name="display.waiting" /></h2>
    <ul class="whole">${view.waiting.map(
      (one) => html`<li key=${one.id} data-service=${one.id}><span class="prefix">${one.prefix}</span><span class="name">${pick(one.name, FIRST)}</span>
        <strong>${one.waiting}</strong></li>`,
    )}</ul></section>`;
}

/** @param {{view: DisplayView}} props */
export function Header({ view }) {
  const now = new Date(useNow(1000));
  return html`<header><h1>${pick(view.office_name, FIRST)}</h1><p class="zone">${pick(view.zone_name, FIRST)}</p>
    <p class="today"><time class="clock">${formatTime(now, view.time_zone)}</time><span>${formatDate(now, view.time_zone, FIRST)}</span></p></header>`;
}

/**
 * What a phone in the hall is asked for, where the office lets phones take numbers.
 * @param {{view: DisplayView}} props
 */
export function PhoneCode({ view }) {
  if (!view.phone_code) return null;
  const text = t(FIRST, "display.phone_code", { address: `${location.host}/phone`, code: view.phone_code });
  return html`<section class="phone-code" aria-label=${text}><p lang=${FIRST} data-phone-code=${view.phone_code}>${text}</p></section>`;
}

/**
 * Those who missed their call and may wait again: as many as a line holds.
 * @param {{view: DisplayView}} props
 */
export function Absent({ view }) {
  if (view.absent.length === 0) return null;
  return html`<aside class="absent" data-board="absent" aria-label=${t(FIRST, "display.absent")}><h2><${Both} view=${view} name="display.absent" /></h2>
    <ul>${view.absent.map((code) => html`<li key=${code} data-code=${code}>${code}</li>`)}</ul></aside>`;
}
