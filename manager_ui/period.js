// The period that a report is asked for: quick choices, or two dates. It stays the same from page to page.
import { html, useState } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {{first: string, last: string}} Period business days, both included, as "2026-11-24" */

const KEPT = "xephang.manager.period";
const DAY_MS = 24 * 3600 * 1000;

/**
 * @param {string} day
 * @param {number} n
 */
const plus = (day, n) => new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);

/**
 * Monday of the day's week.
 * @param {string} day
 */
const monday = (day) => plus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** @type {Record<string, (today: string) => Period>} */
const CHOICES = {
  today: (today) => ({ first: today, last: today }),
  yesterday: (today) => ({ first: plus(today, -1), last: plus(today, -1) }),
  week: (today) => ({ first: monday(today), last: today }),
  month: (today) => ({ first: `${today.slice(0, 8)}01`, last: today }),
  last_month: (today) => {
    const last = plus(`${today.slice(0, 8)}01`, -1);
    return { first: `${last.slice(0, 8)}01`, last };
  },
  year: (today) => ({ first: `${today.slice(0, 5)}01-01`, last: today }),
};

/**
 * Hook: the period that was chosen last in this window; today at first.
 * @param {string} today
 * @returns {[Period, (period: Period) => void]}
 */
export function usePeriod(today) {
  const kept = sessionStorage.getItem(KEPT);
  const [period, setPeriod] = useState(/** @type {Period} */ (kept ? JSON.parse(kept) : { first: today, last: today }));
  return [
    period,
    (next) => {
      const ordered = next.first <= next.last ? next : { first: next.last, last: next.first };
      sessionStorage.setItem(KEPT, JSON.stringify(ordered));
      setPeriod(ordered);
    },
  ];
}

/**
 * `choices`: the names of the quick ones; all where they are left out.
 * @param {{period: Period, today: string, language: string, choices?: string[], onPeriod: (period: Period) => void}} props
 */
export function PeriodBar({ period, today, language, choices = Object.keys(CHOICES), onPeriod }) {
  /** @param {"first" | "last"} end */
  const onDate = (end) => (/** @type {Event & {currentTarget: HTMLInputElement}} */ event) => {
    if (event.currentTarget.value) onPeriod({ ...period, [end]: event.currentTarget.value });
  };
  return html`<form class="period" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
    ${Object.entries(CHOICES).filter(([name]) => choices.includes(name)).map(([name, choose]) => {
      const choice = choose(today);
      const isChosen = choice.first === period.first && choice.last === period.last;
      return html`<button type="button" class="button quiet" data-period=${name} aria-pressed=${String(isChosen)} onClick=${() => onPeriod(choice)}>${t(language, `period.${name}`)}</button>`;
    })}
    <label>${t(language, "period.first")} <input type="date" name="first" max=${today} value=${period.first} onChange=${onDate("first")} /></label>
    <label>${t(language, "period.last")} <input type="date" name="last" max=${today} value=${period.last} onChange=${onDate("last")} /></label>
  </form>`;
}
