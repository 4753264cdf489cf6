// Which verbs make sense now; the server has the last word.

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */

/**
 * @param {ClerkView} view
 * @param {string} verb
 * @returns {boolean}
 */
export function isUsable(view, verb) {
  const state = view.current?.state;
  const isOpen = view.counter_state === "open";
  const isHere = view.counter_state !== "closed";
  switch (verb) {
    case "open":
      return !isHere;
    case "pause":
      return isOpen && !state;
    case "unpause":
      return view.counter_state === "paused";
    case "close":
      return isHere && !state;
    case "offer":
    case "alarm-colleague":
    case "alarm-guard":
      return isHere;
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
      return isHere && view.absent.length > 0;
    case "cancel":
      return isHere && view.queue.length > 0;
    default:
      return state === "called" || state === "serving";
  }
}
