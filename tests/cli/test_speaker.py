"""What an administrator does to have a loudspeaker without a screen: pair it, start it, stop it, read why it ended."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner

from queue_server import __version__
from queue_server.cli import main
from tests.running_office import RunningOffice

ZONE = "sanh-chinh"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    running = RunningOffice(tmp_path_factory.mktemp("office") / "data")
    running.start()
    yield running
    running.stop()


def paired(office: RunningOffice, name: str, zone: str = ZONE) -> list[str]:
    """The command that starts a loudspeaker, as `device add` prints it."""
    arguments = ["device", "add", name, "--kind", "speaker", "--zone", zone, "--data", str(office.data)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    command = result.output.split()
    assert command[:2] == ["xephang", "speaker"]
    return command[1:]


@contextmanager
def started(office: RunningOffice, command: list[str], folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A loudspeaker as a process of its own that writes WAV files into `folder`/wav."""
    server = [office.address if word == "http://SERVER:8000" else word for word in command]
    options = ["--wav", str(folder / "wav"), "--state", str(folder / "state")]
    process = subprocess.Popen(
        [sys.executable, "-m", "queue_server", *server, *options], stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)
        assert process.stderr is not None
        process.stderr.close()


def line_with(process: subprocess.Popen[str], words: str) -> str:
    """The next line that the loudspeaker prints with these words in it."""
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            return line
    pytest.fail(f"it ended with {process.wait(20)} before it said {words!r}")


async def test_a_loudspeaker_says_a_call_is_seen_by_the_manager_and_ends_in_order(
    office: RunningOffice, tmp_path: Path
) -> None:
    command = await asyncio.to_thread(paired, office, "loa-1")
    with started(office, command, tmp_path) as process:
        await asyncio.to_thread(line_with, process, "connected")
        async with office.client() as client:
            await client.sign_in("clerk")
            await client.sign_in("manager")
            (device,) = [one for one in (await client.today())["devices"] if one["kind"] == "speaker"]
            assert (device["id"], device["state"], device["sound"]) == ("loa-1", "here", True)
            assert (device["version"], device["is_outdated"]) == (__version__, False)
            await client.verb(1, "open")
            code = (await client.take("A")).json()["taken"]["code"]
            await client.verb(1, "next")
        said = await asyncio.to_thread(line_with, process, "said ")
        assert f"-{code}.1.1" in said
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 20) == 0
    (file,) = (tmp_path / "wav").glob("*.wav")
    samples, rate = soundfile.read(file)
    assert 4 < len(samples) / rate < 15
    assert 0.1 < abs(samples).max() <= 1


def test_a_loudspeaker_that_nobody_paired_is_told_so(office: RunningOffice, tmp_path: Path) -> None:
    for command in ([*paired(office, "loa-2")[:-1], "wrong"], paired(office, "loa-3")):
        if command[-1] != "wrong":
            command[command.index(ZONE)] = "elsewhere"
        with started(office, command, tmp_path) as process:
            assert "does not let this loudspeaker in" in line_with(process, "let")
            assert process.wait(20) == 3


def test_while_the_server_is_away_it_says_so_once_and_waits(office: RunningOffice, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    command = paired(office, "loa-4")
    command[command.index("http://SERVER:8000")] = f"http://127.0.0.1:{port}"
    with started(office, command, tmp_path) as process:
        assert "is away, trying again" in line_with(process, str(port))
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--zone", "a", "--token", "t"], 2, "has a --server and a --zone"),
        (["--server", "http://127.0.0.1:1", "--zone", "a"], 2, "has a --token"),
        (["--server", "127.0.0.1:8000", "--zone", "a", "--token", "t"], 2, "such as http://192.168.1.10:8000"),
        (
            ["--server", "http://127.0.0.1:1", "--zone", "a", "--token", "t", "--card", "no such card"],
            4,
            "--wav FOLDER",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words_and_by_the_exit_status(arguments: list[str], status: int, words: str) -> None:
    result = CliRunner(env={"SPEAKER_TOKEN": ""}).invoke(main, ["speaker", *arguments])
    assert result.exit_code == status
    assert words in result.output


def test_where_it_can_t_keep_in_mind_what_it_said_it_does_not_speak(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    arguments = ["--server", "http://127.0.0.1:1", "--zone", "a", "--token", "t", "--wav", str(tmp_path / "wav")]
    result = CliRunner().invoke(main, ["speaker", *arguments, "--state", str(tmp_path / "file" / "x")])
    assert result.exit_code == 5
    assert "can't be kept in mind" in result.output


def test_a_display_or_loudspeaker_has_a_zone_and_a_kiosk_has_none(office: RunningOffice) -> None:
    for options in (["--kind", "speaker"], ["--kind", "display"], ["--kind", "kiosk", "--zone", ZONE]):
        result = CliRunner().invoke(main, ["device", "add", "x", *options, "--data", str(office.data)])
        assert result.exit_code == 2
