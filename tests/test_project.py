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
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
# ignore, the files' own ignores, and warnings that are no errors.
EXCEPTION_LISTS = (r"ignore = \[\n(.*?)^\]", r"^\"[^\"\n]+\" = \[\n(.*?)^\]", r"filterwarnings = \[\n(.*?)^\]")


def locale(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((locales_root() / f"{language}.json").read_text("utf-8"))
    return found


def project() -> dict[str, Any]:
    return tomllib.loads(PYPROJECT)


def test_the_changelog_s_newest_version_is_the_package_s() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


def test_the_licence_is_declared_by_its_identifier() -> None:
    assert project()["project"]["license"] == "AGPL-3.0-or-later"


def package_name(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def constraints() -> list[str]:
    return [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


def test_the_constraints_hold_names_and_versions_only() -> None:
    assert constraints()
    assert [line for line in constraints() if not re.fullmatch(r"[\w.-]+==[\w.!+]+", line)] == []


def test_the_browser_libraries_lock_file_holds_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert "://" not in text
    assert '"resolved"' not in text
    packages = json.loads(text)["packages"]
    assert all(package["integrity"].startswith("sha512-") for name, package in packages.items() if name)


def test_every_dependency_is_pinned() -> None:
    declared = project()
    wanted = [
        *declared["build-system"]["requires"],
        *declared["project"]["dependencies"],
        *declared["project"]["optional-dependencies"]["dev"],
    ]
    assert {package_name(one) for one in wanted} <= {package_name(line) for line in constraints()}


def exceptions() -> list[str]:
    """Return the lines that except something from a check: linter rules and warnings, one in each line."""
    lists = (found for head in EXCEPTION_LISTS for found in re.findall(head, PYPROJECT, re.MULTILINE | re.DOTALL))
    lines = [line.strip() for entries in lists for line in entries.splitlines()]
    return [line for line in lines if line.startswith('"') and line != '"error",']


def test_every_exception_from_a_check_states_its_reason() -> None:
    lint = project()["tool"]["ruff"]["lint"]
    codes = [*lint["ignore"], *(code for some in lint["per-file-ignores"].values() for code in some)]
    assert len(exceptions()) >= len(codes) > 0
    assert [line for line in exceptions() if not re.search(r"# \S", line)] == []


def test_an_upper_limit_on_a_version_states_its_reason() -> None:
    capped = [line for line in PYPROJECT.splitlines() if re.match(r'\s+"[\w\[\],.-]+[^"#]*(<|==|~=)', line)]
    assert [line for line in capped if "#" not in line] == []


def test_the_machine_that_tests_runs_the_readme_s_command() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text("utf-8").splitlines()[-1] == "make test"


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
