"""axe-core in the page: what keeps people with poor eyes, or with no mouse, from using a screen.

    await expect_accessible(page)

Run it when what is to be checked can be seen: axe judges the page as it is at that moment.
"""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# WCAG 2.2, A and AA, and axe's own good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


async def violations(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """Return one line for each violation: rule, how grave, what, where; `without` names rules to leave out."""
    if not await page.evaluate("typeof window.axe === 'object'"):
        # Evaluated instead of added as a script: the page's own security policy would refuse that, and rightly.
        await page.evaluate(_source())
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found = await page.evaluate("options => axe.run(document, options)", options)
    return [_line(one) for one in found["violations"]]


async def expect_accessible(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Fail with every violation in words. A rule in `without` needs its reason beside the call."""
    found = await violations(page, without=without)
    assert not found, "\n".join(found)


def _line(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['target'][0]}: {node['html'][:120]}" for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']} — {places}"
