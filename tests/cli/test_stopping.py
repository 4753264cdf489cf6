"""A server ends in order: on Ctrl-C and when it is told to stop, and a demonstration takes its server with it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest


def started(*arguments: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen([sys.executable, "-m", "queue_server", *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = next(line.split()[-1] for line in process.stdout if "http" in line)
    return process, address


def servers_of(data: Path) -> list[str]:
    """The processes that serve a data folder, out of /proc."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode().split("\0")
        except OSError:  # it ended meanwhile
            continue
        if "run" in command and str(data) in command:
            found.append(folder.name)
    return found


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_told_to_stop_stops_without_a_complaint(tmp_path: Path, told: signal.Signals) -> None:
    process, _ = started("run", "--data", str(tmp_path), "--port", "0", "--printer", "none")
    os.kill(process.pid, told)
    out, _ = process.communicate(timeout=20)
    assert "Aborted" not in out
    assert process.returncode in (0, -told)


def test_a_demonstration_that_is_told_to_stop_takes_its_server_with_it(tmp_path: Path) -> None:
    process, _ = started("demo", "--data", str(tmp_path / "demo"), "--port", "0")
    assert servers_of(tmp_path / "demo")
    os.kill(process.pid, signal.SIGTERM)
    process.communicate(timeout=30)
    assert servers_of(tmp_path / "demo") == []
