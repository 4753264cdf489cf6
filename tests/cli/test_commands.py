"""Every command of the index is there, and the small ones do what they say."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from queue_server.cli import COMMANDS, main


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    assert "Usage" in run(name, "--help")


def test_the_index_names_every_command() -> None:
    words = run("--help")
    assert all(name in words for name in COMMANDS)


def test_a_voice_is_built_listed_checked_and_tried(tmp_path: Path) -> None:
    data = str(tmp_path)
    assert "clips" in run("voice", "build", "--data", data, "--counters", "5")
    assert "espeak vi" in run("voice", "list", "--data", data)
    assert "as they were made" in run("voice", "check", "--data", data, "espeak")
    out = tmp_path / "call.wav"
    words = run("voice", "try", "--data", data, "espeak", "--code", "B105", "--counter", "4", "--out", str(out))
    assert "Mời công dân có số B một không năm, đến quầy số bốn" in words
    assert out.read_bytes().startswith(b"RIFF")


def test_a_damaged_clip_is_found(tmp_path: Path) -> None:
    run("voice", "build", "--data", str(tmp_path), "--counters", "1")
    clip = next((tmp_path / "voices" / "espeak").glob("*.mp3"))
    clip.write_bytes(clip.read_bytes()[:-1])
    result = CliRunner().invoke(main, ["voice", "check", "--data", str(tmp_path), "espeak"])
    assert result.exit_code == 1
    assert clip.name in result.output


def test_a_sample_ticket_is_drawn_and_printed_into_a_folder(tmp_path: Path) -> None:
    run("printer", "preview", "--out", str(tmp_path / "ticket.png"), "--dots", "384")
    with Image.open(tmp_path / "ticket.png") as ticket:
        assert ticket.width == 384
    assert "printed" in run("printer", "test", "--printer", f"png:{tmp_path / 'papers'}")
    assert len(list((tmp_path / "papers").glob("*.png"))) == 1


def test_staff_and_devices_are_added_listed_and_removed(tmp_path: Path) -> None:
    data = str(tmp_path)
    run("user", "add", "lan", "--data", data, "--password", "mot hai ba", "--display-name", "Nguyễn Thị Lan")
    assert "Nguyễn Thị Lan" in run("user", "list", "--data", data)
    address = run("device", "add", "tv-1", "--data", data, "--kind", "display", "--zone", "sanh-chinh")
    assert address.startswith("/display/sanh-chinh#token=")
    assert "tv-1" in run("device", "list", "--data", data)
    run("device", "remove", "tv-1", "--data", data)
    assert "tv-1" not in run("device", "list", "--data", data)


def test_an_impossible_printer_is_said_before_anything_is_served(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["run", "--data", str(tmp_path), "--printer", "foo:bar"])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "foo" in result.output
