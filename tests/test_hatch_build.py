import json
from pathlib import Path

import pytest

import hatch_build
from hatch_build import COPIED, STAMP, STYLESHEET, SUBSETS, bring_libraries, copy_built_files, is_built


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "hatch_build.py").write_text("")
    return tmp_path


@pytest.fixture
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a node_modules as npm leaves it, each file holding an import of its own name."""
    folder = tmp_path_factory.mktemp("node_modules")
    for source in COPIED:
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).write_text(f'import{{h}}from"preact"; // {source}')
    (folder / hatch_build.FONTSOURCE / "unicode.json").write_text(json.dumps(dict.fromkeys(SUBSETS, "U+0000-00FF")))
    return folder


def test_libraries_fonts_and_their_licences_are_copied(checkout: Path, modules: Path) -> None:
    assert not is_built(checkout)
    copy_built_files(modules, checkout)
    assert is_built(checkout)
    assert "htm/dist/htm.mjs" in (checkout / "shared_ui/vendor/htm.mjs").read_text()
    assert (checkout / "queue_server/devices/fonts/LICENSE_FONT").is_file()


def test_hooks_find_preact_without_an_import_map(checkout: Path, modules: Path) -> None:
    copy_built_files(modules, checkout)
    assert 'from"./preact.mjs"' in (checkout / "shared_ui/vendor/hooks.mjs").read_text()


def test_a_hooks_module_of_another_shape_is_refused(checkout: Path, modules: Path) -> None:
    (modules / "preact/hooks/dist/hooks.mjs").write_text("import{h}from'preact-next'")
    with pytest.raises(RuntimeError, match=r"hooks\.mjs"):
        copy_built_files(modules, checkout)
    assert not is_built(checkout)


def test_the_style_sheet_names_only_fonts_that_are_there(checkout: Path, modules: Path) -> None:
    copy_built_files(modules, checkout)
    faces = (checkout / STYLESHEET).read_text().splitlines()
    fonts = {face.split('url("')[1].split('"')[0] for face in faces}
    assert fonts == {path.name for path in (checkout / hatch_build.WOFF2).glob("*.woff2")}


@pytest.mark.parametrize("spoiled", [Path("package-lock.json"), Path("hatch_build.py"), STAMP])
def test_another_lock_file_or_recipe_asks_for_a_new_build(checkout: Path, modules: Path, spoiled: Path) -> None:
    copy_built_files(modules, checkout)
    (checkout / spoiled).write_text("another")
    assert not is_built(checkout)


def test_a_font_that_went_missing_asks_for_a_new_build(checkout: Path, modules: Path) -> None:
    copy_built_files(modules, checkout)
    next((checkout / hatch_build.TTF).glob("*.ttf")).unlink()
    assert not is_built(checkout)


def test_npm_is_not_called_when_all_is_built(checkout: Path, modules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_built_files(modules, checkout)
    calls: list[Path] = []

    def install(root: Path, _folder: Path) -> Path:
        calls.append(root)
        return modules

    monkeypatch.setattr(hatch_build, "install_libraries", install)
    bring_libraries(checkout)
    assert calls == []
    (checkout / STAMP).unlink()
    bring_libraries(checkout)
    assert calls == [checkout]
