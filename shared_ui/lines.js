// An answer that comes line by line: progress first, the result last.
import { OfflineError, RefusedError } from "./api.js";

/**
 * Post a question and hear each line of JSON of its answer as it comes.
 * @param {string} path
 * @param {unknown} body
 * @param {(line: any) => void} onLine
 * @param {AbortSignal} signal
 */
export async function ask(path, body, onLine, signal) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  }).catch((cause) => {
    throw new OfflineError(cause);
  });
  if (!answer.ok || !answer.body) {
    const refused = await answer.json().catch(() => null);
    throw refused?.refusal ? new RefusedError(refused.refusal, answer.status) : new OfflineError(`status ${answer.status}`);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(JSON.parse(line));
    if (done) return;
  }
}
