// The desk of one counter: whom it has, what can be done with one key, and who comes next.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { personName } from "../shared_ui/names.js";
import { ConnectionBar } from "../shared_ui/status.js";
import { AlarmBanner } from "../shared_ui/alarms.js";
import { t } from "../shared_ui/texts.js";
import { OwnAlarm } from "./alarm.js";
import { AutoCall } from "./auto_call.js";
import { Bar, Verb } from "./bar.js";
import { Current, NextOne } from "./current.js";
import { CallDialog, CancelDialog, TakeOverDialog, TransferDialog, WalkInDialog } from "./dialogs.js";
import { ariaKey, keyName, useKeys } from "./keys.js";
import { LeaveDialog, needsAsking, OfferDialog } from "./leaving.js";
import { Lists } from "./lists.js";
import { keysOf, loadPrefs, savePrefs } from "./prefs.js";
import { UndoButton, useSecondsLeft } from "./said.js";
import { SettingsDialog } from "./settings.js";
import { TicketDialog } from "./ticket.js";
import { isUsable } from "./usable.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {import("../shared_ui/protocol").DeskTicket} DeskTicket */
/** @typedef {import("./leaving.js").Leaving} Leaving */
/** @typedef {(verb: string, more?: Record<string, unknown>, counter?: number) => Promise<boolean>} Act resolves to whether it was done */

const language = staffLanguage;
const AT_DESK = ["next", "finish-next", "recall", "start", "finish", "no-show", "hold", "transfer", "walk-in"];
const ASKING = ["transfer", "walk-in", "offer", "settings", "take-over"];
const LEAVING = ["pause", "close", "change", "sign-out"];

/**
 * The one dialog that is open.
 * @param {{dialog: {kind: string, ticket?: DeskTicket} | null, view: ClerkView, prefs: import("./prefs.js").Prefs, onPrefs: (prefs: import("./prefs.js").Prefs) => void,
 *   onDone: (verb: string, more: Record<string, unknown>) => void, onAsk: (kind: string, ticket?: DeskTicket) => void, onGo: (leaving: Leaving, close: boolean) => void, isMine: boolean, onClose: () => void}} props
 */
function OpenDialog({ dialog, view, prefs, onPrefs, onDone, onAsk, onGo, isMine, onClose }) {
  if (!dialog) return null;
  const common = { view, onDone, onClose };
  // Always the newest of the ticket: another window may have changed it.
  const all = [view.current, ...view.queue, ...view.held, ...view.absent];
  const ticket = all.find((one) => one?.ticket === dialog.ticket?.ticket) ?? dialog.ticket;
  switch (dialog.kind) {
    case "transfer":
      return html`<${TransferDialog} ...${common} />`;
    case "walk-in":
      return html`<${WalkInDialog} ...${common} />`;
    case "offer":
      return html`<${OfferDialog} ...${common} />`;
    case "take-over":
      return html`<${TakeOverDialog} counter=${view.counter} clerk=${personName(view.names, view.clerk, language)} onDone=${onDone} onClose=${onClose} />`;
    case "settings":
      return html`<${SettingsDialog} prefs=${prefs} onChange=${onPrefs} onClose=${onClose} />`;
    case "cancel":
      return ticket ? html`<${CancelDialog} ticket=${ticket} onDone=${onDone} onClose=${onClose} />` : null;
    case "call":
      return ticket ? html`<${CallDialog} ticket=${ticket} onDone=${onDone} onClose=${onClose} />` : null;
    case "ticket":
      return ticket
        ? html`<${TicketDialog} ticket=${ticket} names=${view.names} timeZone=${view.time_zone} isHere=${isMine && view.counter_state !== "closed"} onDone=${onDone} onAsk=${onAsk} onClose=${onClose} />`
        : null;
    default: {
      const leaving = /** @type {Leaving} */ (dialog.kind);
      return html`<${LeaveDialog} view=${view} leaving=${leaving} onGo=${(/** @type {boolean} */ close) => onGo(leaving, close)} onOffer=${() => onAsk("offer")} onClose=${onClose} />`;
    }
  }
}

/**
 * Another clerk has this counter: nothing can be done here but going on in their place.
 * @param {{view: ClerkView, me: string, busy: boolean, act: Act, onAsk: (kind: string) => void}} props
 */
function OthersCounter({ view, me, busy, act, onAsk }) {
  const isOffered = view.offered_to === me;
  return html`<section class="card current" data-others-counter=${view.clerk}><p class="nobody">${t(language, "clerk.others_counter", { n: view.counter, clerk: personName(view.names, view.clerk, language) })}</p>
    ${view.current ? html`<p>${t(language, "clerk.others_ticket", { code: view.current.code })}</p>` : null}
    ${isOffered
      ? html`<p>${t(language, "clerk.offered_to_you")}</p><button class="button primary" data-action="take-over" disabled=${busy} onClick=${() => act("take-over")}>${t(language, "clerk.take-over")}</button>`
      : html`<button class="button" data-action="take-over" disabled=${busy} onClick=${() => onAsk("take-over")}>${t(language, "clerk.take_over_reason")}</button>`}</section>`;
}

/**
 * @param {{view: ClerkView, me: string, status: import("../shared_ui/socket.js").Status, busy: boolean, problem: string, said: string, act: Act, onSignOut: () => void}} props
 */
export function Desk({ view, me, status, busy, problem, said, act, onSignOut }) {
  const [dialog, setDialog] = useState(/** @type {{kind: string, ticket?: DeskTicket} | null} */ (null));
  const [prefs, setPrefs] = useState(() => loadPrefs(me));
  const [auto, setAuto] = useState(false);
  const keys = keysOf(prefs);
  const isMine = view.clerk === null || view.clerk === me;
  const undoSeconds = useSecondsLeft(view.undo?.until ?? null);
  const usable = (/** @type {string} */ verb) => isMine && (verb === "undo" ? view.undo !== null && undoSeconds > 0 : isUsable(view, verb));
  const close = () => setDialog(null);
  /**
   * @param {string} verb
   * @param {Record<string, unknown>} [more]
   */
  const go = async (verb, more = {}) => {
    const isDone = await act(verb, more);
    setAuto(isDone && verb === "finish" && prefs.autoCall);
    return isDone;
  };
  /**
   * @param {Leaving} leaving
   * @param {boolean} closeFirst
   */
  const leave = async (leaving, closeFirst) => {
    close();
    if (leaving === "pause") return void go("pause");
    const isMineNow = view.clerk === me && view.counter_state !== "closed";
    const isLeft = isMineNow && (closeFirst || leaving === "close") ? await go("close", { release: true }) : true;
    if (isLeft && leaving === "sign-out") onSignOut();
    if (isLeft && leaving === "change") location.assign("/clerk");
  };
  /** @param {string} verb */
  const press = (verb) => {
    setAuto(false);
    const first = { call: view.queue[0], resume: view.held[0], reinstate: view.absent[0], cancel: view.queue[0] }[verb];
    if (LEAVING.includes(verb)) {
      if (isMine && needsAsking(view, /** @type {Leaving} */ (verb))) setDialog({ kind: verb });
      else void leave(/** @type {Leaving} */ (verb), false);
    } else if (verb === "note" && view.current) setDialog({ kind: "ticket", ticket: view.current });
    else if (verb === "call" || verb === "cancel") setDialog({ kind: verb, ticket: first });
    else if (ASKING.includes(verb)) setDialog({ kind: verb });
    else if (verb.startsWith("alarm-")) void go("alarm", { kind: verb.slice("alarm-".length) });
    else if (verb === "reprint" && view.current) void go("reprint", { ticket: view.current.ticket });
    else void go(verb, first ? { ticket: first.ticket } : {});
  };
  // A key pressed while the last verb is still under way is done after it; the same key twice is one.
  const underWay = useRef("");
  const pending = useRef("");
  const pressKey = (/** @type {string} */ verb) => {
    if (busy) pending.current = verb === underWay.current ? "" : verb;
    else press((underWay.current = verb));
  };
  useKeys(keys, (verb) => busy || usable(verb), pressKey, () => setAuto(false));
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
    close();
    void go(verb, more);
  };
  /**
   * @param {string} kind
   * @param {DeskTicket} [ticket]
   */
  const ask = (kind, ticket) => setDialog({ kind, ticket });
  const choose = (/** @type {import("./prefs.js").Prefs} */ next) => {
    savePrefs(me, next);
    setPrefs(next);
  };
  // One place and one key for both: call the next, or be done and call the next.
  const isServing = view.current?.state === "serving";
  const own = view.alarms.find((one) => one.counter === view.counter && (one.clerk === me || view.clerk === me));
  // Whoever asked for it at another counter, and whoever came, says when it is over.
  const mayEnd = (/** @type {import("../shared_ui/protocol").AlarmLine} */ alarm) => alarm.clerk === me || alarm.answered_by === me;
  return html`<${ConnectionBar} status=${status} language=${language} timeZone=${view.time_zone} />
    <main class="desk" aria-busy=${busy}><${Bar} view=${view} isMine=${isMine} keys=${keys} busy=${busy} press=${press} />
      <div class="outcome"><${AlarmBanner} alarms=${view.alarms.filter((one) => one !== own)} names=${view.names} language=${language} busy=${busy} mayEnd=${mayEnd}
          onAnswer=${(/** @type {number} */ n) => act("answer-alarm", {}, n)} onEnd=${(/** @type {number} */ n) => act("end-alarm", {}, n)} />
        <div class="problem" role="alert">${problem ? html`<p class="message bad">${problem}</p>` : null}</div>
        <div class="said" role="status">${said ? html`<p class="message good" data-said>${said}</p>` : null}</div>
        ${own ? html`<${OwnAlarm} alarm=${own} names=${view.names} busy=${busy} act=${go} />` : null}
        ${isMine && view.offered_to ? html`<p class="own-alarm" data-offered=${view.offered_to}><span>${t(language, "clerk.offered", { clerk: personName(view.names, view.offered_to, language) })}</span><button class="button quiet" data-action="take-back-offer" disabled=${busy} onClick=${() => go("offer", { to: null })}>${t(language, "clerk.offer_back")}</button></p>` : null}
        ${auto && usable("next") && view.queue[0] ? html`<${AutoCall} code=${view.queue[0].code} onTime=${() => press("next")} onStop=${() => setAuto(false)} />` : null}
        ${isMine && view.undo && undoSeconds > 0 ? html`<${UndoButton} undo=${view.undo} seconds=${undoSeconds} shortcut=${keyName(keys.get("undo") ?? "")} ariaShortcut=${ariaKey(keys.get("undo"))} busy=${busy} onPress=${() => press("undo")} />` : null}</div>
      ${isMine
        ? html`<section class="card current" aria-label=${t(language, "clerk.at_counter")}>${view.current ? html`<${Current} ticket=${view.current} timeZone=${view.time_zone} onAsk=${ask} />` : html`<${NextOne} view=${view} />`}
            <div class="verbs">${AT_DESK.filter((verb) => verb !== (isServing ? "next" : "finish-next")).map((verb) => html`<${Verb} key=${verb} verb=${verb} view=${view} keys=${keys} busy=${busy} press=${press} />`)}
              ${view.current ? ["note", "reprint"].map((verb) => html`<${Verb} key=${verb} verb=${verb} view=${view} keys=${keys} busy=${busy} press=${press} />`) : null}</div></section>`
        : html`<${OthersCounter} view=${view} me=${me} busy=${busy} act=${go} onAsk=${ask} />`}
      <${Lists} view=${view} keys=${keys} busy=${busy || !isMine} act=${go} onAsk=${ask} />
    </main>
    <${OpenDialog} key=${dialog ? `${dialog.kind} ${dialog.ticket?.ticket ?? ""}` : ""} dialog=${dialog} view=${view} prefs=${prefs} onPrefs=${choose} onDone=${done} onAsk=${ask} onGo=${leave} isMine=${isMine} onClose=${close} />`;
}
