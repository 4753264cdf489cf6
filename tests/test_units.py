"""The services that the installing pages give to systemd, in both languages."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from queue_server.cli import main

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = ("install.md", "install.vi.md")
KIOSK = DOCS.parent / "deploy" / "xephang-kiosk"


def units(page: str) -> dict[str, str]:
    """Every unit of a page by the name of its file."""
    found = re.findall(
        r"`/etc/systemd/system/([a-z-]+\.service)`:\n\n```ini\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL
    )
    return dict(found)


def test_both_languages_give_the_same_services() -> None:
    assert units(PAGES[0]) == units(PAGES[1])
    assert set(units(PAGES[0])) == {
        "xephang.service", "xephang-speaker.service", "xephang-agent.service", "xephang-kiosk.service",
    }  # fmt: skip


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd on this machine")
@pytest.mark.parametrize("page", PAGES)
def test_systemd_takes_every_service_as_it_is(page: str, tmp_path: Path) -> None:
    for name, text in units(page).items():
        unit = tmp_path / name
        # The commands are installed on an office's machine, not on this one.
        unit.write_text(re.sub(r"/opt/xephang/bin/[a-z-]+|/usr/bin/cage", sys.executable, text), encoding="utf-8")
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


def test_the_agent_s_service_gives_options_that_the_command_has() -> None:
    (line,) = re.findall(r"^ExecStart=\S+ agent (.*)$", units(PAGES[0])["xephang-agent.service"], re.MULTILINE)
    result = CliRunner(env={"AGENT_TOKEN": ""}).invoke(main, ["agent", *line.split()])
    assert "has a --token" in result.output
    assert "EnvironmentFile=/etc/xephang-agent" in units(PAGES[0])["xephang-agent.service"]


def test_the_kiosk_s_browser_is_full_screen_without_a_way_out_and_comes_back_when_it_ends(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    browser = tmp_path / "bin" / "chromium"
    browser.parent.mkdir()
    # It ends at once, twice; then it waits until it is told to end.
    browser.write_text(
        f'#!/bin/sh\necho "$@" >> {starts}\n[ $(wc -l < {starts}) -lt 3 ] && exit 1\nexec tail -f /dev/null\n', "utf-8"
    )
    browser.chmod(0o755)
    profile = tmp_path / "data" / "xephang-kiosk" / "Default"
    profile.mkdir(parents=True)
    (profile / "Preferences").write_text('{"profile":{"exit_type":"Crashed"}}', "utf-8")
    environment = {
        "PATH": f"{browser.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XEPHANG_KIOSK_PAUSE": "0",
    }
    attempts = tmp_path / "attempts"
    timeout = browser.with_name("timeout")
    timeout.write_text(
        f'#!/bin/sh\n[ -e {starts} ] || echo >> {attempts}\nexec {shutil.which("timeout")} "$@"\n', "utf-8"
    )
    timeout.chmod(0o755)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{server.getsockname()[1]}/display"
        kiosk = subprocess.Popen([str(KIOSK), address], env=environment)
        try:
            # A kiosk that is back from a power cut before its server: nobody there can reload an error page.
            while lines_of(attempts) < 2:
                assert kiosk.poll() is None
                assert not starts.exists(), "the browser was started before there was a server"
            server.listen()
            while lines_of(starts) < 3:
                assert kiosk.poll() is None
        finally:
            kiosk.terminate()
    assert kiosk.wait(10) == 0
    for line in starts.read_text("utf-8").splitlines():
        words = line.split()
        assert words[-1] == address
        assert {"--kiosk", "--disable-pinch", "--noerrdialogs", "--overscroll-history-navigation=0"} <= set(words)
    assert "Crashed" not in (profile / "Preferences").read_text("utf-8")


def lines_of(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines()) if file.exists() else 0


def test_the_kiosk_s_script_says_what_it_wants_and_what_is_missing(tmp_path: Path) -> None:
    bare = subprocess.run([str(KIOSK)], capture_output=True, text=True, check=False)
    assert bare.returncode != 0
    assert "usage: xephang-kiosk ADDRESS" in bare.stderr
    (tmp_path / "bash").symlink_to(shutil.which("bash") or "/bin/bash")
    words = [str(tmp_path / "bash"), str(KIOSK), "http://192.168.1.10:8000/display"]
    missing = subprocess.run(
        words, env={"PATH": str(tmp_path), "HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (missing.returncode, missing.stderr) == (1, "no Chromium on this machine\n")
