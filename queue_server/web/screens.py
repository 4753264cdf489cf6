"""Pages and assets: every screen from our own server, under a version that changes with any of its files."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from queue_server import __version__
from queue_server.assets import SCREENS, screens_root

# What a screen asks for; all else in its folders is for those who build it.
ENDINGS = frozenset({".js", ".mjs", ".css", ".json", ".woff2", ".svg", ".png", ".jpg", ".webp", ".ico", ".webmanifest"})
FOLDERS = (*SCREENS, "locales")
# A cheap machine's own table of types may lack these.
for _kind, _ending in (("text/javascript", ".mjs"), ("text/javascript", ".js"), ("font/woff2", ".woff2")):
    mimetypes.add_type(_kind, _ending)


class Pages:
    """The screens' shells and their files. `version` names the files' content; `base` is where they are served."""

    def __init__(self) -> None:
        self._root = screens_root()
        self.version = f"{__version__}-{_content_hash(self._root)}"
        self.base = f"/assets/{self.version}"

    def page(self, folder: str) -> Response:
        """A screen's page; never cached, so that a new version is seen at once."""
        html = (self._root / folder / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(html.replace("{{base}}", self.base), headers={"Cache-Control": "no-cache"})

    async def asset(self, request: Request) -> Response:
        """A file of this version, cached for ever; of another version there is none."""
        version, path = request.path_params["version"], request.path_params["path"]
        folder, _, name = path.partition("/")
        if version != self.version or folder not in FOLDERS or Path(name).suffix not in ENDINGS:
            raise HTTPException(404)
        response = await _Files(directory=self._root / folder).get_response(name, request.scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


class _Files(StaticFiles):
    """StaticFiles for a path that is given instead of taken from the address."""

    def get_path(self, scope: Scope) -> str:
        return str(scope["path"])


def _content_hash(root: Path) -> str:
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if file.is_file():
                digest.update(str(file.relative_to(root)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
