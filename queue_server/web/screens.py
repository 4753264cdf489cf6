"""Pages and assets: every screen from our own server, under a version that changes with any of its files."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import html
import json
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from queue_server import __version__
from queue_server.assets import SCREENS, screens_root
from queue_server.texts import render

# What a screen asks for; all else in its folders is for those who build it.
ENDINGS = frozenset({".js", ".mjs", ".css", ".json", ".woff2", ".svg", ".png", ".jpg", ".webp", ".ico", ".webmanifest"})
FOLDERS = (*SCREENS, "locales")
# Fonts, pictures and sounds are compressed already. Browsers take Brotli over HTTPS alone, and an office's network
# mostly has plain HTTP: gzip is what reaches every phone, and it comes with Python.
TEXTUAL = frozenset({".js", ".mjs", ".css", ".json", ".svg", ".webmanifest"})
# A phone on a slow line need not carry the words of desks and managers: `vi.phone.json` holds these keys of `vi.json`.
PARTS: Mapping[str, tuple[str, ...]] = {"phone": ("book.", "common.", "language.", "phone.")}
_PART_OF_TEXTS = re.compile(r"([a-z]{2,3}(?:-[A-Za-z]+)?)\.([a-z]+)\.json")
# A cheap machine's own table of types may lack these.
for _kind, _ending in (
    ("application/manifest+json", ".webmanifest"),
    ("text/javascript", ".mjs"),
    ("text/javascript", ".js"),
    ("font/woff2", ".woff2"),
):
    mimetypes.add_type(_kind, _ending)


class Pages:
    """The screens' shells and their files. `version` names the files' content; `base` is where they are served."""

    def __init__(self) -> None:
        self._root = screens_root()
        self.version = f"{__version__}-{_content_hash(self._root)}"
        self.base = f"/assets/{self.version}"
        self._packed: dict[Path, bytes] = {}

    def page(self, folder: str) -> Response:
        """A screen's page; never cached, so that a new version is seen at once."""
        shell = (self._root / folder / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(shell.replace("{{base}}", self.base), headers={"Cache-Control": "no-cache"})

    def worker(self) -> Response:
        """What a phone keeps to show notices with, at an address that no new version moves, beside tickets' pages."""
        script = (self._root / "phone_ui" / "worker.js").read_text(encoding="utf-8")
        return Response(script, media_type="text/javascript", headers={"Cache-Control": "no-cache"})

    def start_file(self, server: str) -> Response:
        """The page that a screen's browser starts with from its own disk; `server` is the address that it waits for."""
        page = (self._root / "display_ui" / "start.html").read_text(encoding="utf-8")
        words = {"server": server, **{f"waiting_{one}": render(one, "pairing.no_server") for one in ("vi", "en")}}
        for name, value in words.items():
            page = page.replace(f"{{{{{name}}}}}", html.escape(value))
        return HTMLResponse(page, headers={"Content-Disposition": 'attachment; filename="xephang.html"'})

    async def asset(self, request: Request) -> Response:
        """A file of this version, cached for ever; of another version there is none."""
        version, path = request.path_params["version"], request.path_params["path"]
        folder, _, name = path.partition("/")
        if version != self.version or folder not in FOLDERS or Path(name).suffix not in ENDINGS:
            raise HTTPException(404)
        if folder == "locales" and (part := _PART_OF_TEXTS.fullmatch(name)):
            return await self._part_of_texts(request, *part.groups())
        response = await _Files(directory=self._root / folder).get_response(name, request.scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        if response.status_code == 200 and Path(name).suffix in TEXTUAL:
            response = await self._maybe_packed(request, response, self._root / folder / name)
        return response

    async def _part_of_texts(self, request: Request, language: str, part: str) -> Response:
        file = self._root / "locales" / f"{language}.json"
        if part not in PARTS or not file.is_file():
            raise HTTPException(404)
        texts = json.loads(await asyncio.to_thread(file.read_text, "utf-8"))
        wanted = {key: text for key, text in texts.items() if key.startswith(PARTS[part])}
        body = json.dumps(wanted, ensure_ascii=False).encode()
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = gzip.compress(body, 9, mtime=0), "gzip"
        return Response(body, media_type="application/json", headers=headers)

    async def _maybe_packed(self, request: Request, plain: Response, file: Path) -> Response:
        plain.headers["Vary"] = "Accept-Encoding"
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return plain
        if file not in self._packed:  # at most as many as there are files
            self._packed[file] = await asyncio.to_thread(lambda: gzip.compress(file.read_bytes(), 9, mtime=0))
        kept = {name: plain.headers[name] for name in ("Cache-Control", "Vary", "Content-Type", "Last-Modified")}
        kept["ETag"] = f"W/{plain.headers['ETag']}"  # weak: the same content, not the same bytes
        return Response(self._packed[file], headers={**kept, "Content-Encoding": "gzip"})


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
