// A button that lets the loudspeaker of the counter's zone say a test sentence, and tells what became of it.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";

const SHOWN_MS = 15000;

/** @typedef {import("../shared_ui/protocol").LoudspeakerTested} LoudspeakerTested */

/**
 * @param {LoudspeakerTested} tested
 * @param {string} language
 */
function inPlainWords({ speaks, problem, silent }, language) {
  if (speaks !== null) return t(language, "clerk.test_said", { name: speaks });
  return t(language, `clerk.test_${problem ?? "not_said"}`, { names: silent.join(", ") });
}

/** @param {{counter: number, language: string}} props */
export function LoudspeakerTest({ counter, language }) {
  const [told, setTold] = useState(/** @type {{text: string, kind: string} | null} */ (null));
  // Read, and out of the way again.
  useEffect(() => {
    if (!told || told.kind === "testing") return undefined;
    const timer = setTimeout(() => setTold(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const test = async () => {
    setTold({ text: t(language, "clerk.test_testing"), kind: "testing" });
    try {
      const tested = /** @type {LoudspeakerTested} */ (await post(`/api/counters/${counter}/test-loudspeaker`, { request_id: newRequestId() }));
      setTold({ text: inPlainWords(tested, language), kind: tested.speaks === null ? "bad" : "good" });
    } catch (error) {
      setTold({ text: inWords(error, language), kind: "bad" });
    }
  };
  return html`<button class="button quiet" data-action="test-loudspeaker" disabled=${told?.kind === "testing"} onClick=${test}>${t(language, "clerk.test-loudspeaker")}</button>
    ${told ? html`<span class=${`message ${told.kind === "bad" ? "warn" : ""}`} role="status" data-tested=${told.kind}>${told.text}</span>` : null}`;
}
