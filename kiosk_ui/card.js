// An identity card's QR code, read here and nowhere else: of it only the number goes to the server, where a keyed hash is
// made of it. Name and address are not even kept in this page, and the date of birth does not leave it.

/** @typedef {{number: string, born: Date}} Card */

const FIELDS = 7; // number|old number|name|ddmmyyyy|sex|address|ddmmyyyy, and what later cards add

/**
 * Return what a scan of a card is used for, or null when it is no card.
 * @param {string} scan
 * @returns {Card | null}
 */
export function readCard(scan) {
  const fields = scan.split("|");
  const number = fields[0]?.trim() ?? "";
  const born = dateOf(fields[3]?.trim() ?? "");
  return fields.length >= FIELDS && /^[0-9]{12}$/.test(number) && born ? { number, born } : null;
}

/**
 * @param {string} text ddmmyyyy
 * @returns {Date | null} the day in UTC; null for a day that no calendar has
 */
function dateOf(text) {
  const [, day, month, year] = /^(\d{2})(\d{2})(\d{4})$/.exec(text) ?? [];
  if (!day) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1 && Number(year) > 1880 ? date : null;
}

/**
 * How old somebody is at a moment, by the calendar of the office.
 * @param {Date} born
 * @param {string} now ISO, the server's time
 * @param {string} timeZone
 * @returns {number} whole years
 */
export function ageAt(born, now, timeZone) {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(now));
  const [year, month, day] = today.split("-").map(Number);
  const hadBirthday = [month, day].map((n) => String(n).padStart(2, "0")).join("") >= born.toISOString().slice(5, 10).replace("-", "");
  return Number(year) - born.getUTCFullYear() - (hadBirthday ? 0 : 1);
}
