import zipfile
from pathlib import Path

import pytest

from audio import archive
from audio.archive import export_pack, import_pack
from audio.pack import MANIFEST, PackError, VoicePack, checked_name, installed


@pytest.fixture
def exported(north: VoicePack, tmp_path: Path) -> Path:
    file = tmp_path / "north.zip"
    export_pack(north.folder, file)
    return file


def test_a_pack_comes_back_from_its_zip_file_unchanged(north: VoicePack, exported: Path, tmp_path: Path) -> None:
    taken = import_pack(exported, tmp_path / "voices" / "north")
    assert taken.key == north.key
    assert taken.data == north.data
    assert installed(tmp_path / "voices") == ("north",)
    assert [path.name for path in (tmp_path / "voices").iterdir()] == ["north"]


@pytest.mark.parametrize("name", ["../evil.mp3", "/etc/evil.mp3", "a/b.mp3", "..", ".hidden", "C:\\evil.mp3", "a\\b"])
def test_a_file_that_reaches_outside_is_refused(exported: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(exported, "a") as zipped:
        zipped.writestr(name, b"evil")
    with pytest.raises(PackError, match="reaches outside"):
        import_pack(exported, tmp_path / "in" / "here")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "north.zip"]


def test_a_file_that_the_manifest_does_not_name_is_refused(exported: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(exported, "a") as zipped:
        zipped.writestr("extra.exe", b"evil")
    with pytest.raises(PackError, match=r"doesn't name: extra\.exe"):
        import_pack(exported, tmp_path / "voices" / "x")
    assert installed(tmp_path / "voices") == ()


def rewritten(exported: Path, name: str, data: bytes | None) -> Path:
    """The archive with one member changed, or left out."""
    other = exported.with_name("other.zip")
    with zipfile.ZipFile(exported) as old, zipfile.ZipFile(other, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
            elif data is not None:
                new.writestr(member, data)
    return other


def test_a_changed_clip_is_refused_and_the_older_pack_stays(north: VoicePack, exported: Path, tmp_path: Path) -> None:
    older = import_pack(exported, tmp_path / "voices" / "north")
    clip = north.manifest.clips[5].file
    for other in (rewritten(exported, clip, b"x" * 192), rewritten(exported, clip, None)):
        with pytest.raises(PackError, match=clip):
            import_pack(other, tmp_path / "voices" / "north")
    assert VoicePack.load(tmp_path / "voices" / "north").key == older.key


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x03\x04 cut"])
def test_what_is_no_zip_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(PackError, match="can't be read"):
        import_pack(tmp_path / "x.zip", tmp_path / "voices" / "x")


def test_a_zip_file_without_a_manifest_is_no_pack(exported: Path, tmp_path: Path) -> None:
    with pytest.raises(PackError, match=MANIFEST):
        import_pack(rewritten(exported, MANIFEST, None), tmp_path / "voices" / "x")


def test_a_zip_file_that_unpacks_to_far_more_than_a_pack_is_refused(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGEST", 10_000)
    with pytest.raises(PackError, match="far larger"):
        import_pack(exported, tmp_path / "voices" / "x")


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", ".hidden", "a b", "giọng", "x" * 65])
def test_a_name_that_could_be_another_place_is_no_packs_name(name: str) -> None:
    with pytest.raises(PackError, match="can't be a pack's name"):
        checked_name(name)


def test_ordinary_names_are_packs_names() -> None:
    assert [checked_name(name) for name in ("espeak", "chi-Lan_2.v1")] == ["espeak", "chi-Lan_2.v1"]
