// One dialog for everything that a verb must know first. Its numbered choices go by the digits of a keypad.
import { html, useEffect, useRef } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { t } from "../shared_ui/texts.js";
import { KEYPAD_ENTER_MS, keyOf } from "./keys.js";

const language = staffLanguage;

/**
 * A digit chooses the option of that number, − closes, and a letter goes on in the text field, if there is one.
 * @param {KeyboardEvent} event
 * @param {HTMLDialogElement} dialog
 */
function choose(event, dialog) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.altKey || event.metaKey || target.matches("textarea, input:not([type=radio])")) return;
  const key = keyOf(event);
  if (key === "-" && !event.repeat) {
    event.preventDefault();
    dialog.close();
    return;
  }
  const option = /^[1-9]$/.test(key) ? dialog.querySelector(`[data-choice="${key}"]`) : null;
  if (option instanceof HTMLElement) {
    event.preventDefault();
    option.click();
    option.focus();
  } else if (/^\p{L}$/u.test(event.key) && !target.matches("select")) {
    // Focus moves before the letter is typed, so it lands in the field.
    dialog.querySelector("textarea")?.focus();
    /** @type {HTMLElement | null} */ (dialog.querySelector("input[name=reason]"))?.focus();
  }
}

/**
 * @param {{title: string, children?: unknown, confirm?: string, danger?: boolean, isBlocked?: boolean, name: string,
 *   isForTyping?: boolean, onSubmit?: (form: FormData) => void, onClose: () => void}} props
 */
export function Dialog({ title, children, confirm = t(language, "clerk.confirm"), danger = false, isBlocked = false, isForTyping = false, name, onSubmit, onClose }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const openedAt = useRef(0);
  useEffect(() => {
    openedAt.current = performance.now();
    element.current?.showModal();
    // With nothing to choose or fill in, Enter says yes.
    if (document.activeElement?.matches("[data-action=dismiss]")) /** @type {HTMLElement | null | undefined} */ (element.current?.querySelector("[data-action=confirm]:not(:disabled)"))?.focus();
  }, []);
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    // A calling keypad types a digit and Enter: the Enter belongs to the key that opened this dialog.
    const isTyped = /** @type {HTMLElement} */ (event.target).matches("textarea, input:not([type=radio])");
    if (event.key === "Enter" && !isTyped && performance.now() - openedAt.current < KEYPAD_ENTER_MS) event.preventDefault();
    else if (element.current) choose(event, element.current);
  };
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    onSubmit?.(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
  };
  return html`<dialog ref=${element} data-dialog=${name} onClose=${onClose} aria-label=${title}
    onKeyDown=${press}><form onSubmit=${submit}><h2>${title}</h2>${children}
    <div class="buttons"><button type="button" class="button" data-action="dismiss" onClick=${() => element.current?.close()}>${t(language, onSubmit ? "common.cancel" : "clerk.close_dialog")}${isForTyping ? null : html` <kbd aria-hidden="true">−</kbd>`}</button>
      ${onSubmit ? html`<button class=${`button ${danger ? "danger" : "primary"}`} data-action="confirm" disabled=${isBlocked}>${confirm}${isForTyping ? null : html` <kbd aria-hidden="true">Enter</kbd>`}</button>` : null}</div></form></dialog>`;
}

/**
 * Numbered choices of which one is taken; the first nine go by a digit.
 * @param {{name: string, legend: string, options: {value: string, label: string}[], value: string, onChoose: (value: string) => void,
 *   isFirst?: boolean}} props
 */
export function Choices({ name, legend, options, value, onChoose, isFirst = false }) {
  return html`<fieldset class="numbered"><legend>${legend}</legend>${options.map(
    (one, n) => html`<label class=${one.value === value ? "chosen" : ""}><input type="radio" name=${name} value=${one.value} checked=${one.value === value}
      data-choice=${isFirst && n < 9 ? n + 1 : undefined} autofocus=${isFirst && (one.value === value || (n === 0 && !options.some((other) => other.value === value)))} onChange=${() => onChoose(one.value)} />
      ${isFirst && n < 9 ? html`<kbd aria-hidden="true">${n + 1}</kbd>` : null} <span>${one.label}</span></label>`,
  )}</fieldset>`;
}
