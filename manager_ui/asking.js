// A question to the simulation: its progress, its answer, its refusal, and leave to stop it.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { inWords } from "../shared_ui/errors.js";
import { ask } from "../shared_ui/lines.js";
import { t } from "../shared_ui/texts.js";

/**
 * Hook: ask a question whose answer comes line by line; the last line that is no progress is the answer.
 * @param {string} path
 * @param {string} language
 */
export function useAsking(path, language) {
  const [progress, setProgress] = useState(/** @type {{done: number, most: number} | null} */ (null));
  const [answer, setAnswer] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState("");
  const running = useRef(/** @type {AbortController | null} */ (null));
  const stop = () => {
    running.current?.abort();
    running.current = null;
    setProgress(null);
  };
  useEffect(() => stop, []);
  /** @param {unknown} question */
  const start = async (question) => {
    stop();
    const control = new AbortController();
    running.current = control;
    setProblem("");
    setAnswer(null);
    setProgress({ done: 0, most: 0 });
    let isAnswered = false;
    try {
      await ask(
        path,
        question,
        (line) => {
          if (line.type === "progress") return setProgress(line);
          isAnswered = true;
          setAnswer(line);
        },
        control.signal,
      );
      // The simulation is a process of its own: it may be killed, for want of memory, say.
      if (!isAnswered) setProblem(t(language, "what_if.broken"));
    } catch (error) {
      if (!control.signal.aborted) setProblem(inWords(error, language));
    }
    if (running.current === control) stop();
  };
  return { progress, answer, problem, start, stop };
}

/** @param {{asking: ReturnType<typeof useAsking>, language: string}} props */
export function Asking({ asking, language }) {
  const { progress, problem } = asking;
  return html`${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    ${progress ? html`<p class="asking" role="status"><progress data-progress="" max=${progress.most || 1} value=${progress.most ? progress.done : undefined}></progress>
      <span>${t(language, "what_if.working", { n: progress.done })}</span> <button type="button" class="button quiet" data-action="stop" onClick=${asking.stop}>${t(language, "what_if.stop")}</button></p>` : null}`;
}
