// Now, the worst first: each service's wait against the target, and each counter with the queue before it.
import { html, useState } from "../shared_ui/html.js";
import { secondsSince, useNow } from "../shared_ui/clock.js";
import { personName } from "../shared_ui/names.js";
import { pick, t } from "../shared_ui/texts.js";
import { CommandDialog } from "./dialog.js";
import { clock } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {import("../shared_ui/protocol").CounterLine} CounterLine */
/** @typedef {import("../shared_ui/protocol").ServiceLine} ServiceLine */
/** @typedef {{view: ManagerView, language: string}} Props */
/** @typedef {"idle_waiting" | "paused_waiting" | "closed_alone" | "busy" | "free" | "paused" | "closed"} Standing */

const NEAR = 0.7; // of the target: time to do something before it is missed
/** @type {Standing[]} */
const WORST_FIRST = ["idle_waiting", "closed_alone", "paused_waiting", "busy", "free", "paused", "closed"];

/**
 * The longest wait of those who wait for a service now, to the second: the view is as old as its last change.
 * @param {ManagerView} view
 * @param {string} service
 */
function longestWait(view, service) {
  const first = view.waiting.find((one) => one.service === service);
  return first ? secondsSince(first.arrived_at) : null;
}

/**
 * @param {ManagerView} view
 * @param {ServiceLine} service
 */
function countersOf(view, service) {
  const all = view.counters.filter((one) => one.services.includes(service.id));
  return { all: all.length, open: all.filter((one) => one.state === "open").length };
}

/** @param {{view: ManagerView, language: string, chosen: string, onChoose: (service: string) => void}} props */
export function ServicesNow({ view, language, chosen, onChoose }) {
  useNow(1000);
  const target = view.target_wait_s;
  const lines = view.services.map((service) => ({ service, longest: longestWait(view, service.id), counters: countersOf(view, service) }));
  lines.sort((one, other) => (other.longest ?? -1) - (one.longest ?? -1));
  return html`<section class="card now"><h2>${t(language, "today.services_now", { minutes: Math.round(target / 60) })}</h2><table><thead><tr>
    <th scope="col">${t(language, "manager.service")}</th><th scope="col">${t(language, "manager.waiting")}</th><th scope="col">${t(language, "manager.longest")}</th><th scope="col">${t(language, "today.counters_open")}</th></tr></thead><tbody>
    ${lines.map(({ service, longest, counters }) => {
      const share = (longest ?? 0) / target;
      const state = share > 1 ? "over" : share > NEAR ? "near" : "fine";
      const isUnserved = service.line.waiting > 0 && counters.open === 0;
      return html`<tr key=${service.id} data-now-service=${service.id} data-state=${state}><td><button class="link" aria-pressed=${chosen === service.id} onClick=${() => onChoose(chosen === service.id ? "" : service.id)}>${service.prefix} – ${pick(service.name, language)}</button></td>
        <td><b>${service.line.waiting}</b></td>
        <td class="wait"><span class="bar" style=${`--share: ${Math.min(share, 1.5) / 1.5}`}></span><b>${clock(longest)}</b></td>
        <td class=${isUnserved ? "bad" : ""}>${counters.open}/${counters.all}</td></tr>`;
    })}</tbody></table></section>`;
}

/**
 * @param {CounterLine} counter
 * @param {ManagerView} view
 * @returns {Standing}
 */
function standingOf(counter, view) {
  if (counter.code !== null) return "busy";
  if (counter.state === "open") return counter.waiting > 0 ? "idle_waiting" : "free";
  if (counter.state === "paused") return counter.waiting > 0 ? "paused_waiting" : "paused";
  const isNeeded = view.waiting.some((one) => counter.services.includes(one.service) && !view.counters.some((other) => other.state === "open" && other.services.includes(one.service)));
  return isNeeded ? "closed_alone" : "closed";
}

/** @param {Props & {counter: CounterLine, standing: Standing, onVerb: (verb: string) => void}} props */
function CounterRow({ view, language, counter, standing, onVerb }) {
  const since = counter.since === null || counter.state === "closed" ? null : secondsSince(counter.since);
  const clerk = personName(view.names, counter.clerk, language);
  const prefixes = counter.services.map((id) => view.services.find((one) => one.id === id)?.prefix ?? id).join(", ");
  const served = t(language, counter.usual ? "today.serves_unusually" : "today.serves", { services: prefixes });
  /** @param {string} verb */
  const button = (verb) => html`<button class="button" data-action=${`counter-${verb}`} aria-label=${t(language, `today.${verb}_of`, { n: counter.number })} onClick=${() => onVerb(verb)}>${t(language, `today.${verb}`)}</button>`;
  return html`<tr data-now-counter=${counter.number} data-standing=${standing}><td><b>${counter.number}</b> ${counter.name}${clerk ? html`<small>${clerk}</small>` : null}
      <button class="link" data-action="counter-services" data-unusual=${counter.usual ? counter.number : undefined} aria-label=${`${served} – ${t(language, "today.services_of", { n: counter.number })}`} onClick=${() => onVerb("services")}>${served}</button></td>
    <td><span class="pill">${t(language, `today.standing.${standing}`, { code: counter.code ?? "" })}</span>${since !== null && counter.state !== "closed" && standing !== "free" && standing !== "idle_waiting" ? html` ${clock(since)}` : null}</td>
    <td>${counter.waiting}</td>
    <td class="verbs">${counter.state === "closed" ? button("open") : counter.code !== null ? null : html`${counter.state === "open" ? button("pause") : null}${button("close")}`}</td></tr>`;
}

/** @param {Props & {counter: CounterLine, onDone: (text: string) => void, onClose: () => void}} props */
function ServicesDialog({ view, language, counter, onDone, onClose }) {
  const [chosen, setChosen] = useState(counter.services);
  const n = counter.number;
  /** @param {string} id */
  const toggle = (id) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return html`<${CommandDialog} name="counter-services" title=${t(language, "today.services_of", { n })} path=${`/api/manager/counters/${n}/services`} confirm=${t(language, "today.services_save")}
    language=${language} isBlocked=${chosen.length === 0} body=${() => ({ services: chosen })} onDone=${() => onDone(t(language, "today.services_done", { n }))} onClose=${onClose}>
    <p>${t(language, "today.services_how")}</p>
    <fieldset class="ticks" aria-label=${t(language, "manager.service")}>${view.services.map((one) => html`<label class="tick"><input type="checkbox" name="service" value=${one.id} checked=${chosen.includes(one.id)} onChange=${() => toggle(one.id)} /> ${one.prefix} – ${pick(one.name, language)}</label>`)}</fieldset>
  <//>`;
}

/** @param {Props & {counter: CounterLine, verb: string, onDone: (text: string) => void, onClose: () => void}} props */
function CounterDialog({ view, language, counter, verb, onDone, onClose }) {
  const free = view.clerks.filter((one) => one.counters.length === 0);
  const n = counter.number;
  return html`<${CommandDialog} name=${`counter-${verb}`} title=${t(language, `today.${verb}_of`, { n })} path=${`/api/manager/counters/${n}/${verb}`} confirm=${t(language, `today.${verb}`)}
    language=${language} isBlocked=${verb === "open" && free.length === 0} body=${(/** @type {FormData} */ form) => (verb === "open" ? { clerk: String(form.get("clerk")) } : {})}
    onDone=${() => onDone(t(language, `today.${verb}_done`, { n }))} onClose=${onClose}>
    ${verb !== "open" ? html`<p>${t(language, `today.${verb}_sure`, { clerk: personName(view.names, counter.clerk, language) })}</p>`
      : free.length === 0 ? html`<p class="message warn">${t(language, "today.nobody_free")}</p>`
      : html`<label>${t(language, "today.open_for")}<select name="clerk" autofocus>${free.map((one) => html`<option value=${one.name}>${one.display_name} (${one.name})</option>`)}</select></label>`}
  <//>`;
}

/** @param {Props & {onDone: (text: string) => void}} props */
export function CountersNow({ view, language, onDone }) {
  useNow(1000);
  const [asked, setAsked] = useState(/** @type {{number: number, verb: string} | null} */ (null));
  const lines = view.counters.map((counter) => ({ counter, standing: standingOf(counter, view) }));
  lines.sort((one, other) => WORST_FIRST.indexOf(one.standing) - WORST_FIRST.indexOf(other.standing) || other.counter.waiting - one.counter.waiting);
  const count = (/** @type {Standing[]} */ ...kinds) => lines.filter((one) => kinds.includes(one.standing)).length;
  const dialogs = view.counters.find((one) => one.number === asked?.number);
  return html`<section class="card now"><h2>${t(language, "today.counters_now", { busy: count("busy"), free: count("free", "idle_waiting"), paused: count("paused", "paused_waiting"), closed: count("closed", "closed_alone") })}</h2><table class="words"><thead><tr>
    <th scope="col">${t(language, "manager.counter")}</th><th scope="col">${t(language, "manager.state")}</th><th scope="col">${t(language, "manager.waiting")}</th><th scope="col">${t(language, "manager.verbs")}</th></tr></thead><tbody>
    ${lines.map(({ counter, standing }) => html`<${CounterRow} key=${counter.number} view=${view} language=${language} counter=${counter} standing=${standing} onVerb=${(/** @type {string} */ verb) => setAsked({ number: counter.number, verb })} />`)}</tbody></table>
    ${asked && dialogs ? html`<${asked.verb === "services" ? ServicesDialog : CounterDialog} view=${view} language=${language} counter=${dialogs} verb=${asked.verb} onDone=${onDone} onClose=${() => setAsked(null)} />` : null}</section>`;
}
