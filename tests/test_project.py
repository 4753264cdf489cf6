"""The project keeps its promises: versions agree, locks hold no addresses, exceptions have reasons, texts are whole."""

import json
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from queue_server import __version__
from queue_server.assets import SCREENS, fonts_root, locales_root, screens_root, vendor_root

ROOT = Path(__file__).resolve().parent.parent


def locale(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((locales_root() / f"{language}.json").read_text("utf-8"))
    return found


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_changelog_s_newest_version_is_the_package_s() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


def test_the_licence_is_declared_by_its_identifier() -> None:
    assert project()["project"]["license"] == "AGPL-3.0-or-later"


@pytest.mark.parametrize("name", ["constraints.txt", "package-lock.json"])
def test_a_lock_file_holds_names_and_versions_only(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text.replace("https://opencollective", "").replace("https://github.com/sponsors", "")
    assert '"resolved"' not in text


def test_every_dependency_is_pinned() -> None:
    pinned = {line.partition("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    wanted = [*project()["project"]["dependencies"], *project()["project"]["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[><=]", one)[0].lower() for one in wanted}
    assert names <= pinned


def test_every_exception_of_the_linter_states_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lint = text[text.index("ignore = [") : text.index("[tool.ruff.lint.pydocstyle]")]
    bare = [line for line in lint.splitlines() if re.match(r'\s+"[A-Z]+[0-9]*",', line) and "#" not in line]
    assert bare == []


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    vi, en = locale("vi"), locale("en")
    assert {key for key in vi if not key.endswith(".one")} == {key for key in en if not key.endswith(".one")}
    for key in vi.keys() & en.keys():
        assert set(re.findall(r"{\w+}", vi[key])) == set(re.findall(r"{\w+}", en[key])), key


@pytest.mark.parametrize("language", ["vi", "en"])
def test_texts_are_nfc_and_none_is_empty(language: str) -> None:
    for key, text in locale(language).items():
        assert text.strip(), key
        assert unicodedata.normalize("NFC", text) == text, key


def test_every_refusal_that_the_code_raises_has_its_text() -> None:
    names = "Conflict|NotFound|NotAllowed|Invalid|StoreUnavailable|NotSignedIn|TooManyAttempts|BodyTooLarge|NotJson"
    raised: set[str] = set()
    for file in (ROOT / "queue_server").rglob("*.py"):
        raised |= set(re.findall(rf'(?:{names}|Internal)\(\s*"([a-z_]+)"', file.read_text("utf-8")))
    assert len(raised) > 40
    assert {f"error.{code}" for code in raised} <= locale("vi").keys()


def test_every_text_that_a_screen_asks_for_by_name_is_there() -> None:
    asked: set[str] = set()
    for folder in SCREENS:
        for file in (screens_root() / folder).glob("*.js"):
            asked |= set(re.findall(r'\btn?\(\s*(?:language|"vi"|"en"),\s*"([\w.-]+)"', file.read_text("utf-8")))
    assert len(asked) > 50
    assert asked <= locale("vi").keys()


def test_screens_load_nothing_from_elsewhere() -> None:
    for folder in SCREENS:
        for file in [*(screens_root() / folder).glob("*.*")]:
            assert not re.search(r"""(?:src|href|from|url)\s*[=(]?\s*["'(]https?://""", file.read_text("utf-8")), file


def test_the_browser_libraries_and_fonts_are_built() -> None:
    assert (vendor_root() / "preact.mjs").is_file()
    assert list((vendor_root() / "fonts").glob("*.woff2"))
    assert list(fonts_root().glob("*.ttf"))
