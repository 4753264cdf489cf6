// The desk of one counter: whom it has, what can be done with one key, and who comes next.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { LanguageButton, staffLanguage } from "../shared_ui/language.js";
import { formatTime, secondsSince, useNow } from "../shared_ui/clock.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { printerName } from "../shared_ui/printers.js";
import { pick, t } from "../shared_ui/texts.js";
import { ariaKey, KEYS, useKeys } from "./keys.js";
import { Lists } from "./lists.js";
import { LoudspeakerTest } from "./loudspeaker_test.js";
import { UndoButton, useSecondsLeft } from "./said.js";
import { CallDialog, CancelDialog, TransferDialog, WalkInDialog } from "./dialogs.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {import("../shared_ui/protocol").DeskTicket} DeskTicket */
/** @typedef {(verb: string, more?: Record<string, unknown>) => Promise<void>} Act */

const language = staffLanguage;
const AT_DESK = ["next", "finish-next", "recall", "start", "finish", "no-show", "hold", "transfer", "walk-in"];

/**
 * Which verbs make sense now; the server has the last word.
 * @param {ClerkView} view
 * @param {string} verb
 * @returns {boolean}
 */
function isUsable(view, verb) {
  const state = view.current?.state;
  const isOpen = view.counter_state === "open";
  switch (verb) {
    case "open":
      return view.counter_state === "closed";
    case "pause":
      return isOpen && !state;
    case "unpause":
      return view.counter_state === "paused";
    case "close":
      return view.counter_state !== "closed" && !state;
    case "next":
    case "walk-in":
      return isOpen && !state;
    case "recall":
    case "start":
      return state === "called";
    case "no-show":
      return state === "called" && (view.current?.calls_now ?? 0) >= view.calls_before_no_show;
    case "finish":
    case "finish-next":
      return state === "serving";
    case "call":
      return isOpen && !state && view.queue.length > 0;
    case "resume":
      return isOpen && !state && view.held.length > 0;
    case "reinstate":
      return view.counter_state !== "closed" && view.absent.length > 0;
    case "cancel":
      return view.counter_state !== "closed" && view.queue.length > 0;
    default:
      return state === "called" || state === "serving";
  }
}

/** @param {{verb: string, view: ClerkView, busy: boolean, press: (verb: string) => void}} props */
function Verb({ verb, view, busy, press }) {
  const kind = { next: "primary", start: "primary", "finish-next": "primary", "no-show": "danger" }[verb] ?? "";
  return html`<button class=${`button ${kind}`} data-action=${verb} aria-keyshortcuts=${ariaKey(verb) || undefined} disabled=${busy || !isUsable(view, verb)} onClick=${() => press(verb)}>
    <span>${t(language, `clerk.${verb}`)}</span>${KEYS.has(verb) ? html`<kbd>${KEYS.get(verb)}</kbd>` : null}</button>`;
}

/** @param {{ticket: DeskTicket, timeZone: string}} props */
function Current({ ticket, timeZone }) {
  useNow(1000);
  const since = ticket.state === "serving" ? ticket.service_started_at : ticket.called_at;
  const seconds = Math.floor(secondsSince(since ?? ticket.arrived_at));
  const timer = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const state = ticket.state === "serving" ? t(language, "clerk.serving") : t(language, "clerk.called", { n: ticket.calls_now });
  return html`<p class="code" data-current=${ticket.code} data-state=${ticket.state}>${ticket.code}</p>
    <p>${pick(ticket.service_name, language)}${ticket.came_from ? ` (${t(language, "clerk.from", { name: pick(ticket.came_from, language) })})` : ""}</p>
    ${ticket.priority ? html`<p class="priority">★ ${pick(ticket.priority, language)}</p>` : null}
    ${ticket.slot ? html`<p class="slot">${t(language, "clerk.appointment_at", { time: formatTime(ticket.slot, timeZone) })}</p>` : null}
    <p>${state} · <strong>${timer}</strong></p>`;
}

/** @param {{view: ClerkView, busy: boolean, press: (verb: string) => void, onSignOut: () => void}} props */
function Bar({ view, busy, press, onSignOut }) {
  const faults = Object.entries(view.printer_faults);
  return html`<div class="bar"><h1>${t(language, "clerk.title", { n: view.counter })} – ${view.counter_name}${" · "}<span data-counter-state=${view.counter_state}>${t(language, `clerk.state.${view.counter_state}`)}</span></h1>
    ${faults.map(([id, fault]) => html`<span class="message warn" data-printer-fault=${id}>${t(language, "clerk.printer", { name: printerName(id, language), fault: t(language, `printer.${fault}`) })}</span>`)}
    <span>${t(language, "clerk.served_today", { n: view.served_today })}</span>
    ${["open", "pause", "unpause", "close"].filter((verb) => isUsable(view, verb)).map((verb) => html`<${Verb} verb=${verb} view=${view} busy=${busy} press=${press} />`)}
    <${LoudspeakerTest} counter=${view.counter} language=${language} />
    <${LanguageButton} /><a class="button quiet" href="/clerk">${t(language, "clerk.change")}</a>
    <button class="button quiet" data-action="sign-out" onClick=${onSignOut}>${t(language, "common.sign_out")}</button></div>`;
}

/** @param {{view: ClerkView, status: import("../shared_ui/socket.js").Status, busy: boolean, problem: string, said: string, act: Act, onSignOut: () => void}} props */
export function Desk({ view, status, busy, problem, said, act, onSignOut }) {
  const [dialog, setDialog] = useState(/** @type {{kind: string, ticket?: DeskTicket} | null} */ (null));
  const undoSeconds = useSecondsLeft(view.undo?.until ?? null);
  const usable = (/** @type {string} */ verb) => (verb === "undo" ? view.undo !== null && undoSeconds > 0 : isUsable(view, verb));
  /** @param {string} verb */
  const press = (verb) => {
    const first = { call: view.queue[0], resume: view.held[0], reinstate: view.absent[0], cancel: view.queue[0] }[verb];
    const ticket = verb === "reprint" ? view.current : first;
    if (verb === "call" || verb === "cancel") setDialog({ kind: verb, ticket: view.queue[0] });
    else if (verb === "transfer" || verb === "walk-in") setDialog({ kind: verb });
    else void act(verb, ticket ? { ticket: ticket.ticket } : {});
  };
  // A key pressed while the last verb is still under way is done after it; the same key twice is one.
  const underWay = useRef("");
  const pending = useRef("");
  const pressKey = (/** @type {string} */ verb) => {
    if (busy) pending.current = verb === underWay.current ? "" : verb;
    else press((underWay.current = verb));
  };
  useKeys((verb) => busy || usable(verb), pressKey);
  useEffect(() => {
    if (busy || !pending.current || !usable(pending.current)) return;
    const verb = pending.current;
    pending.current = "";
    pressKey(verb);
  }, [busy, view]);
  /**
   * @param {string} verb
   * @param {Record<string, unknown>} more
   */
  const done = (verb, more) => {
    setDialog(null);
    void act(verb, more);
  };
  const close = () => setDialog(null);
  // One place and one key for both: call the next, or be done and call the next.
  const isServing = view.current?.state === "serving";
  return html`<${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} />
    <main class="desk" aria-busy=${busy}><${Bar} view=${view} busy=${busy} press=${press} onSignOut=${onSignOut} />
      <div class="outcome"><div class="problem" role="alert" aria-live="assertive">${problem ? html`<p class="message bad">${problem}</p>` : null}</div>
        <div class="said" role="status">${said ? html`<p class="message good" data-said>${said}</p>` : null}</div>
        ${view.undo && undoSeconds > 0 ? html`<${UndoButton} undo=${view.undo} seconds=${undoSeconds} shortcut=${KEYS.get("undo")} ariaShortcut=${ariaKey("undo")} busy=${busy} onPress=${() => press("undo")} />` : null}</div>
      <section class="card current">${view.current ? html`<${Current} ticket=${view.current} timeZone=${view.time_zone} />` : html`<p>${t(language, "clerk.nobody")}</p>`}
        <div class="verbs">${AT_DESK.filter((verb) => verb !== (isServing ? "next" : "finish-next")).map((verb) => html`<${Verb} verb=${verb} view=${view} busy=${busy} press=${press} />`)}
          ${view.current ? html`<${Verb} verb="reprint" view=${view} busy=${busy} press=${press} />` : null}</div></section>
      <${Lists} view=${view} busy=${busy} act=${act} onAsk=${(/** @type {string} */ kind, /** @type {DeskTicket} */ ticket) => setDialog({ kind, ticket })} />
    </main>
    ${dialog?.kind === "transfer" ? html`<${TransferDialog} view=${view} onDone=${done} onClose=${close} />` : null}
    ${dialog?.kind === "walk-in" ? html`<${WalkInDialog} view=${view} onDone=${done} onClose=${close} />` : null}
    ${dialog?.kind === "cancel" && dialog.ticket ? html`<${CancelDialog} ticket=${dialog.ticket} onDone=${done} onClose=${close} />` : null}
    ${dialog?.kind === "call" && dialog.ticket ? html`<${CallDialog} ticket=${dialog.ticket} onDone=${done} onClose=${close} />` : null}`;
}

