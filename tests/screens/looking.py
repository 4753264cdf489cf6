"""Pictures of a staff screen as people have it: in both languages, at the usual sizes, with nothing cut off."""

from pathlib import Path

from playwright.async_api import Page, expect

from tests.screens.axe import expect_accessible

# A clerk's or manager's PC, a large one, a tablet held upright.
SIZES = ((1366, 768), (1920, 1080), (820, 1180))
# Whatever is wider than its place: the page itself, a card, a dialog, a button whose word does not fit.
CUT = """() => {
  const places = document.querySelectorAll("section, dialog, td, button, .button, nav, summary");
  const isCut = (one) => one.checkVisibility() && getComputedStyle(one).display !== "inline" && one.scrollWidth > one.clientWidth + 1;
  return [document.documentElement, ...places].filter(isCut).map((one) => `${one.tagName} ${one.className} ${one.textContent.slice(0, 60)}`);
}"""  # noqa: E501


async def nothing_is_cut(page: Page) -> None:
    """Fail with each element that is wider than its place."""
    cut: list[str] = await page.evaluate(CUT)
    assert cut == [], f"{page.viewport_size}: {cut}"


async def switch_language(page: Page, language: str) -> None:
    """Turn the staff screen to a language."""
    if await page.evaluate("document.documentElement.lang") != language:
        await page.click("[data-action=language]")
        await expect(page.locator("html")).to_have_attribute("lang", language)
        await expect(page.locator("main section").first).to_be_visible()


async def look(page: Page, artifacts: Path, name: str, *, language: str = "vi", axe: bool = True) -> None:
    """Take its picture at every size: nothing is cut at any, and everybody can use it at the last."""
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        await nothing_is_cut(page)
        await page.screenshot(path=artifacts / f"{name}-{language}-{width}.png", full_page=True)
    if axe:
        await expect_accessible(page)
    await page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
