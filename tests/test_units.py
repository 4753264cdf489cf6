"""The services that the installing pages give to systemd, in both languages."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from queue_server.cli import main

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = ("install.md", "install.vi.md")


def units(page: str) -> dict[str, str]:
    """Every unit of a page by the name of its file."""
    found = re.findall(
        r"`/etc/systemd/system/([a-z-]+\.service)`:\n\n```ini\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL
    )
    return dict(found)


def test_both_languages_give_the_same_services() -> None:
    assert units(PAGES[0]) == units(PAGES[1])
    assert set(units(PAGES[0])) == {"xephang.service", "xephang-speaker.service"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd on this machine")
@pytest.mark.parametrize("page", PAGES)
def test_systemd_takes_every_service_as_it_is(page: str, tmp_path: Path) -> None:
    for name, text in units(page).items():
        unit = tmp_path / name
        # The command is installed on an office's machine, not on this one.
        unit.write_text(text.replace("/opt/xephang/bin/xephang", sys.executable), encoding="utf-8")
        result = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
        )
        said = [line for line in result.stderr.splitlines() if str(unit) in line or name in line]
        assert (result.returncode, said) == (0, [])


def test_the_loudspeaker_s_service_gives_options_that_the_command_has() -> None:
    (line,) = re.findall(r"^ExecStart=\S+ speaker (.*)$", units(PAGES[0])["xephang-speaker.service"], re.MULTILINE)
    # All is well but the token, which comes from the file that the service names.
    result = CliRunner(env={"SPEAKER_TOKEN": ""}).invoke(main, ["speaker", *line.split()])
    assert "has a --token" in result.output
    assert "EnvironmentFile=/etc/xephang-speaker" in units(PAGES[0])["xephang-speaker.service"]
