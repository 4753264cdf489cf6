// Types of html.js, as far as the screens use Preact and htm. With this file beside it, `tsc` leaves html.js alone.

/** What a component returns; made by `html` only. */
export interface VNode {
  readonly type: unknown;
  readonly props: unknown;
  readonly key: unknown;
}

export type Child = VNode | string | number | boolean | null | undefined | Child[];

/** JSX without a compiler: html`<p class="x">${text}</p>`. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): VNode;

export function render(node: Child, parent: Element | DocumentFragment): void;

export function useState<T>(initial: T | (() => T)): [T, (next: T | ((before: T) => T)) => void];
export function useEffect(effect: () => void | (() => void), inputs?: readonly unknown[]): void;
export function useRef<T>(initial: T): { current: T };
export function useMemo<T>(make: () => T, inputs: readonly unknown[]): T;
// `never[]`: a callback may have any parameters, and keeps its own type.
export function useCallback<T extends (...values: never[]) => unknown>(callback: T, inputs: readonly unknown[]): T;
