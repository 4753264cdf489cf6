// Commands to the server: sent again with the same request id when no answer came, so none is done twice.

/** @typedef {import("./protocol").Refusal} Refusal */
/** @typedef {{token?: string | null, attempts?: number}} Options `token`: a device's or a phone page's */

const TIMEOUT_MS = 8000; // the server itself waits up to 5 s for a printer
const GIVE_UP_MS = 10000;
const FIRST_PAUSE_MS = 250;

/** The server understood and says no: `refusal.text` tells people why. */
export class RefusedError extends Error {
  /**
   * @param {Refusal} refusal
   * @param {number} status
   */
  constructor(refusal, status) {
    super(refusal.code);
    this.name = "RefusedError";
    this.refusal = refusal;
    this.status = status;
  }
}

/** No answer: it is unknown whether the command was done. Only the same request id may be sent again. */
export class OfflineError extends Error {
  /** @param {unknown} cause */
  constructor(cause) {
    super("the server can't be reached");
    this.name = "OfflineError";
    this.cause = cause;
  }
}

/**
 * Return a request id that no one else has. `crypto.randomUUID` exists on HTTPS and localhost only; an office's LAN has
 * plain HTTP.
 * @returns {string}
 */
export function newRequestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {Response} answer
 * @returns {Promise<any>}
 */
async function readAnswer(answer) {
  const body = await answer.json().catch((cause) => {
    throw new OfflineError(cause);
  });
  if (answer.ok) return body;
  if (body?.refusal) throw new RefusedError(body.refusal, answer.status);
  throw new OfflineError(`status ${answer.status}`);
}

/**
 * @param {string} path
 * @param {RequestInit} request
 */
async function once(path, request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    return await readAnswer(await fetch(path, { ...request, signal: stop.signal, cache: "no-store" }));
  } catch (error) {
    throw error instanceof RefusedError ? error : new OfflineError(error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @param {number} attempts
 * @returns {Promise<any>}
 */
async function persist(path, request, attempts) {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(path, request);
    } catch (error) {
      const wait = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
      if (error instanceof RefusedError || attempt >= attempts || Date.now() + wait > giveUpAt) throw error;
      await pause(wait);
    }
  }
}

/**
 * @param {string | null | undefined} token
 * @returns {Record<string, string>}
 */
const bearer = (token) => (token ? { Authorization: `Bearer ${token}` } : {});

/**
 * Send `body` and return the answer's JSON. Throws RefusedError, or OfflineError after `attempts` tries within 10 s.
 * @param {string} path
 * @param {object} body
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export function post(path, body, { token = null, attempts = 5 } = {}) {
  const headers = { "Content-Type": "application/json", ...bearer(token) };
  return persist(path, { method: "POST", headers, body: JSON.stringify(body) }, attempts);
}

/**
 * Return the JSON at `path`. Throws as `post` does.
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export function get(path, { token = null, attempts = 5 } = {}) {
  return persist(path, { headers: bearer(token) }, attempts);
}
