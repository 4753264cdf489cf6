"""What an administrator does with voices, by command."""

import wave
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queue_server.cli import main


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["voice", arguments[0], "--data", str(data), *arguments[1:]])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an office's folder with one small pack, `espeak`."""
    data = tmp_path_factory.mktemp("office")
    result = run(data, "build", "--counters", "2", "--region", "south")
    assert result.exit_code == 0, result.output
    return data


def test_the_list_shows_packs_and_every_engine_with_its_voices(office: Path) -> None:
    lines = run(office, "list").output.splitlines()
    assert lines[0].split("\t")[:4] == ["espeak", "espeak vi-vn-x-south", "vi", "south"]
    assert [line.split("\t")[:2] for line in lines[1:]] == [
        ["engine espeak", "offline"],
        ["engine gtts", "online"],
        ["engine piper", "offline"],
        ["engine recorded", "offline"],
    ]


def test_a_pack_that_cannot_be_used_is_listed_with_the_reason(office: Path, tmp_path: Path) -> None:
    broken = tmp_path / "voices" / "broken"
    broken.mkdir(parents=True)
    (broken / "manifest.json").write_text("{}")
    assert "cannot be used" in run(tmp_path, "list").output.splitlines()[0]


def test_a_pack_is_as_loud_as_it_is_asked_to_be(tmp_path: Path) -> None:
    assert run(tmp_path, "build", "--counters", "1", "--name", "calm", "--loudness", "-23").exit_code == 0
    assert "furthest from -23 LUFS" in run(tmp_path, "check", "calm").output
    assert run(tmp_path, "build", "--loudness", "0").exit_code == 2


def test_the_check_names_the_loudest_peak_and_the_clip_furthest_from_the_target(office: Path) -> None:
    output = run(office, "check", "espeak").output
    assert "dBFS" in output
    assert "furthest from -16 LUFS" in output


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("recall", "Mời lại công dân có số B một không năm, đến quầy số hai mươi bốn"),
        ("closing_soon", "Còn mười phút nữa là hết giờ tiếp nhận hồ sơ"),
    ],
)
def test_every_kind_of_announcement_can_be_tried(office: Path, tmp_path: Path, kind: str, words: str) -> None:
    out = tmp_path / "try.wav"
    result = run(
        office,
        "try",
        "espeak",
        "--kind",
        kind,
        "--code",
        "B105",
        "--counter",
        "24",
        "--minutes",
        "10",
        "--out",
        str(out),
    )
    assert words in result.output
    with wave.open(str(out)) as sound:
        assert sound.getframerate() == 24_000
        assert sound.getnframes() > 3 * 24_000


def test_a_code_that_is_none_is_refused_in_words(office: Path, tmp_path: Path) -> None:
    result = run(office, "try", "espeak", "--code", "F001", "--out", str(tmp_path / "x.wav"))
    assert result.exit_code == 1
    assert "no ticket begins with 'F'" in result.output
    assert not (tmp_path / "x.wav").exists()


def test_a_pack_is_carried_to_another_office(office: Path, tmp_path: Path) -> None:
    assert run(office, "export", "espeak", str(tmp_path / "south.zip")).exit_code == 0
    other = tmp_path / "other"
    assert "south: " in run(other, "import", str(tmp_path / "south.zip")).output
    assert run(other, "check", "south").exit_code == 0


@pytest.mark.parametrize("name", ["../elsewhere", ".hidden", "a/b"])
def test_a_name_that_is_another_place_is_refused(office: Path, tmp_path: Path, name: str) -> None:
    run(office, "export", "espeak", str(tmp_path / "x.zip"))
    for result in (
        run(tmp_path / "o", "build", "--name", name),
        run(tmp_path / "o", "import", str(tmp_path / "x.zip"), "--name", name),
    ):
        assert result.exit_code == 1
        assert "can't be a pack's name" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


def test_the_script_for_a_speaker_is_printed_and_an_empty_folder_lacks_all_of_it(tmp_path: Path) -> None:
    printed = run(tmp_path, "script", "--counters", "1").output
    assert "ddeens-quaayf-soos-mootj-end.wav" in printed
    assert "đến quầy số một." in printed
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    result = run(tmp_path, "script", "--counters", "1", "--check", str(recordings))
    assert result.exit_code == 1
    assert result.output.count("missing\t") == printed.count(".wav")


def test_an_engine_without_a_voice_of_its_own_asks_for_one(tmp_path: Path) -> None:
    result = run(tmp_path, "build", "--engine", "piper")
    assert result.exit_code == 1
    assert "name one with --voice" in result.output
