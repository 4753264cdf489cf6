import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from audio import pack
from audio.engines import engine_names, open_engine
from audio.engines.espeak import Engine
from audio.inventory import closed_set
from audio.pack import CHIME, MANIFEST, PackError, VoicePack
from audio.speech import Clip, EngineError, EngineUnavailable, Voice


class CountingEngine:
    """A buzz for every text, and a record of them; it fails at the texts of `fails`. Stands for an engine's place."""

    name = "counting"
    online = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fails: set[str] = set()

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("one", "vi", "a voice"), Voice("two", "vi", "a southern voice", "south"))

    def synthesise(self, text: str, voice: str) -> Clip:
        self.asked.append(text)
        if text in self.fails:
            raise EngineError("no voice today")
        time = np.arange(6000) / 24_000
        return Clip((0.2 * np.sin(2 * np.pi * (200 + len(text)) * time)).astype(np.float32), 24_000)

    def close(self) -> None: ...


def small(engine: CountingEngine, folder: Path) -> VoicePack:
    return pack.build(engine, folder, language="vi", region="north", counters=1)


def test_a_pack_holds_the_closed_set_and_a_chime_and_describes_every_clip(north: VoicePack) -> None:
    assert set(north.data) == {CHIME, *closed_set("vi", "north", 12)}
    manifest = north.manifest
    assert (manifest.engine, manifest.voice, manifest.language, manifest.region) == ("espeak", "vi", "vi", "north")
    for clip in manifest.clips:
        assert (north.folder / clip.file).is_file()
        assert 0.1 < clip.seconds < 4
        assert clip.loudness == pytest.approx(-16, abs=1.2)
        assert clip.peak <= -1


def test_a_loaded_pack_is_the_pack_that_was_built(north: VoicePack) -> None:
    again = VoicePack.load(north.folder)
    assert again.key == north.key
    assert again.data == north.data


def test_an_interrupted_build_leaves_no_half_pack_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    engine = CountingEngine()
    engine.fails = {"mươi,"}
    with pytest.raises(EngineError, match="'mươi': no voice today"):
        small(engine, tmp_path / "office")
    assert pack.installed(tmp_path) == ()
    assert not (tmp_path / "office").exists()
    before, engine.fails, engine.asked = list(engine.asked), set(), []
    made = small(engine, tmp_path / "office")
    assert set(made.data) == {CHIME, *closed_set("vi", "north", 1)}
    assert set(before) & set(engine.asked) == {"mươi,"}
    assert [path.name for path in tmp_path.iterdir()] == ["office"]


def test_a_failed_rebuild_leaves_the_older_pack_in_use(tmp_path: Path) -> None:
    engine = CountingEngine()
    older = small(engine, tmp_path / "office")
    engine.fails = {"một."}
    with pytest.raises(EngineError):
        small(engine, tmp_path / "office")
    assert VoicePack.load(tmp_path / "office").key == older.key


def test_a_folder_that_is_no_pack_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "letter.txt").write_text("keep me")
    with pytest.raises(PackError, match="no voice pack"):
        small(CountingEngine(), tmp_path / "office")
    assert (tmp_path / "office" / "letter.txt").read_text() == "keep me"


def test_progress_counts_every_clip(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    pack.build(
        CountingEngine(), tmp_path / "p", language="vi", region="south", counters=1,
        progress=lambda done, total, _text: steps.append((done, total)),
    )  # fmt: skip
    total = len(closed_set("vi", "south", 1))
    assert steps == [(n, total) for n in range(1, total + 1)]


def test_a_southern_office_gets_the_southern_voice_unless_it_chooses(espeak: Engine) -> None:
    assert pack.default_voice(espeak, "vi", "south") == "vi-vn-x-south"
    assert pack.default_voice(espeak, "vi", "north") == "vi"
    assert pack.default_voice(espeak, "en", "south") == "en"
    with pytest.raises(PackError, match="no voice of its own for 'en'"):
        pack.default_voice(CountingEngine(), "en", "north")


def test_a_southern_office_gets_a_whole_pack_at_its_first_start(espeak: Engine, tmp_path: Path) -> None:
    made = pack.build(espeak, tmp_path / "espeak", language="vi", region="south", counters=30)
    assert made.manifest.voice == "vi-vn-x-south"
    assert {"lẻ", "ngàn", "đến quầy số hai mươi bốn"} <= made.texts
    assert max(clip.peak for clip in made.manifest.clips) <= -1


def test_an_impossible_pack_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    engine = CountingEngine()
    for language, region, counters in (("fr", "north", 3), ("vi", "west", 3), ("vi", "north", -1)):
        with pytest.raises(ValueError, match=r"fr|west|-1"):
            pack.build(engine, tmp_path / "p", language=language, region=region, counters=counters)
    assert engine.asked == []
    assert list(tmp_path.iterdir()) == []


def damaged(north: VoicePack, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in north.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_a_damaged_or_missing_clip_is_named(north: VoicePack, tmp_path: Path) -> None:
    folder = damaged(north, tmp_path)
    clip = folder / north.manifest.clips[3].file
    clip.write_bytes(clip.read_bytes()[:-192])
    with pytest.raises(PackError, match=f"{clip.name}.*damaged"):
        VoicePack.load(folder)
    clip.unlink()
    with pytest.raises(PackError, match=f"lacks .*{clip.name}"):
        VoicePack.load(folder)


@pytest.mark.parametrize("name", ["../secret.mp3", "/etc/passwd", ".hidden", "a/b.mp3"])
def test_a_manifest_that_reaches_outside_its_folder_is_refused(north: VoicePack, tmp_path: Path, name: str) -> None:
    folder = damaged(north, tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["clips"][1]["file"] = name
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(PackError, match="outside itself"):
        VoicePack.load(folder)


@pytest.mark.parametrize(
    "change", [{"format": 2}, {"language": "fr"}, {"extra": 1}, {"clips": "none"}, {"counters": "many"}]
)
def test_a_manifest_of_another_shape_is_refused(north: VoicePack, tmp_path: Path, change: dict[str, object]) -> None:
    folder = damaged(north, tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text()) | change
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(PackError, match="no manifest"):
        VoicePack.load(folder)


def test_a_folder_without_a_manifest_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="lacks"):
        VoicePack.load(tmp_path)
    assert pack.installed(tmp_path / "nowhere") == ()


def test_a_server_that_joins_calls_imports_no_numerical_library() -> None:
    code = "import sys, audio.joining; print(sorted({'numpy', 'scipy', 'soundfile', 'pyloudnorm'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_an_unknown_engine_is_refused_with_the_names_of_those_that_there_are() -> None:
    assert {"espeak", "gtts"} <= set(engine_names())
    with pytest.raises(EngineUnavailable, match=r"no engine is called 'robot'.*espeak, gtts"):
        open_engine("robot")
    for name in engine_names():
        engine = open_engine(name)
        assert engine.name == name
        engine.close()
