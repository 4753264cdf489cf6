// How large the screen really is: a target of 20 mm is another number of pixels on every one.

const KEY = "xephang.kiosk.inches";
const MM_PER_INCH = 25.4;
// The smallest kiosks that are usual, upright and across: on a larger screen targets only grow.
const USUAL = { upright: 21.5, across: 15.6 };
const SANE = { least: 7, most: 100 };

/** @returns {number | null} */
function stated() {
  const told = new URLSearchParams(location.search).get("size");
  const inches = Number(told ?? localStorage.getItem(KEY));
  if (!(inches >= SANE.least && inches <= SANE.most)) return null;
  if (told) localStorage.setItem(KEY, told);
  return inches;
}

/** @returns {number} pixels of one millimetre */
function pixelsPerMm() {
  const inches = stated() ?? (innerHeight > innerWidth ? USUAL.upright : USUAL.across);
  return Math.hypot(innerWidth, innerHeight) / (inches * MM_PER_INCH);
}

// Ten keys of 20 mm with their gaps, and beside them a column in which a service's name can be read.
const KEYS_AND_RESULTS_MM = 325;

/** Tell the style sheet how many pixels a millimetre has, now and whenever the screen is turned. */
export function measureScreen() {
  const tell = () => {
    const mm = pixelsPerMm();
    document.documentElement.style.setProperty("--mm", `${mm}px`);
    document.documentElement.toggleAttribute("data-beside", innerWidth > innerHeight && innerWidth >= KEYS_AND_RESULTS_MM * mm);
  };
  addEventListener("resize", tell);
  tell();
}
