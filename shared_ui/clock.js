// The server's clock on a screen whose own clock may be wrong, and times in words.
import { useEffect, useState } from "./html.js";
import { t } from "./texts.js";

let offsetMs = 0;

/**
 * Remember how far this machine's clock is from the server's.
 * @param {string} iso the server's `now`
 */
export function noteServerTime(iso) {
  offsetMs = Date.parse(iso) - Date.now();
}

/**
 * Return the server's present time in milliseconds since 1970; this machine's own until the server was heard.
 * @returns {number}
 */
export const serverNow = () => Date.now() + offsetMs;

/**
 * Return HH:MM at the office.
 * @param {string | Date} time
 * @param {string} timeZone
 * @returns {string}
 */
export function formatTime(time, timeZone) {
  return new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(new Date(time));
}

/**
 * Return the day and the time at the office: "24/11 08:05".
 * @param {string} time
 * @param {string} timeZone
 * @returns {string}
 */
export const formatMoment = (time, timeZone) => `${new Intl.DateTimeFormat("en-GB", { timeZone, day: "2-digit", month: "2-digit" }).format(new Date(time))} ${formatTime(time, timeZone)}`;

/**
 * How dates are written in a language here: the day before the month, also in English.
 * @param {string} language
 */
export const dateLocale = (language) => (language === "en" ? "en-GB" : language);

/**
 * Return the day in words at the office: "Thứ Ba, 24 tháng 11, 2026".
 * @param {string | Date} date
 * @param {string} timeZone
 * @param {string} language
 * @returns {string}
 */
export function formatDate(date, timeZone, language) {
  return new Intl.DateTimeFormat(dateLocale(language), { dateStyle: "full", timeZone }).format(new Date(date));
}

/**
 * Return the seconds from `iso` until now by the server's clock, never less than 0.
 * @param {string} iso
 * @returns {number}
 */
export const secondsSince = (iso) => Math.max(0, (serverNow() - Date.parse(iso)) / 1000);

/**
 * Return a length in whole minutes, in words: "12 phút", "1 giờ 5 phút".
 * @param {number} seconds
 * @param {string} language
 * @returns {string}
 */
export function formatMinutes(seconds, language) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t(language, "common.minutes", { n: minutes });
  return t(language, "common.hours_minutes", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/**
 * Hook: the server's time in milliseconds; the component is drawn again every `everyMs`.
 * @param {number} everyMs
 * @returns {number}
 */
export function useNow(everyMs) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
