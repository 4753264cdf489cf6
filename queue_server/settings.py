"""Deployment settings: `xephang.toml` in the data folder, then `XEPHANG_…` environment variables, then options.

The office itself (services, counters, hours …) is not here but in `office.toml`: see `office_file`.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec


class SettingsError(ValueError):
    """A setting that does not exist or has an impossible value; the text says which, and what was probably meant."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default.

    `data`: the folder of database, tickets, voices. `public_url`: what the QR code on paper leads to; by default the
    address that the server listens on. `printer`: an address as `docs/printers.md` says; by default PNG files in
    `data/tickets`. `printer_dots`: 576 on 80 mm paper, 384 on 58 mm. `voice`: a voice pack in `data/voices`, and
    `voice_second` the one of the office's second language.
    `dossier_url`: what is asked whether a result is ready, signed with `dossier_secret`. `smtp_…`: the mail server that
    alerts are sent by, to each address of `smtp_to`; without `smtp_host` none are. Lengths of time are seconds.
    """

    data: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    allowed_hosts: list[str] = []
    printer: str = ""
    printer_dots: int = 576
    voice: str = "espeak"
    voice_second: str = "espeak-en"
    announcement_gap: float = 0.6
    announcement_stale_after: float = 60.0
    sign_in_hours: float = 12.0
    dossier_url: str = ""
    dossier_secret: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    smtp_to: list[str] = []

    @property
    def database(self) -> Path:
        return self.data / "office.sqlite"

    @property
    def office_file(self) -> Path:
        return self.data / "office.toml"

    @property
    def media_folder(self) -> Path:
        return self.data / "media"

    def voice_folders(self, languages: Sequence[str]) -> dict[str, Path]:
        """The folders of the voice packs of the office's languages, by language."""
        names = (self.voice, self.voice_second)
        return {language: self.data / "voices" / name for language, name in zip(languages, names, strict=False)}

    @property
    def printer_address(self) -> str:
        return self.printer or f"png:{self.data / 'tickets'}"


def load_settings(data: Path, environment: Mapping[str, str] | None = None, **options: object) -> Settings:
    """Settings for a data folder; an option that is None was not given.

    Raises SettingsError for an unknown setting, with the one that was probably meant, and for a bad value.
    """
    found: dict[str, Any] = {}
    file = data / "xephang.toml"
    if file.exists():
        found |= _from_file(file)
    found |= _from_environment(os.environ if environment is None else environment)
    found |= {name: value for name, value in options.items() if value is not None}
    found["data"] = data
    for name in found:
        _refuse_unknown(name)
    try:
        return msgspec.convert(found, type=Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise SettingsError(str(error)) from error


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: {error}") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    return {name[8:].lower(): value for name, value in environment.items() if name.startswith("XEPHANG_")}


def _refuse_unknown(name: str) -> None:
    if name not in Settings.__struct_fields__:
        close = difflib.get_close_matches(name, Settings.__struct_fields__, 1)
        raise SettingsError(f"there is no setting {name!r}" + (f"; did you mean {close[0]!r}?" if close else ""))


def _path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str | Path):
        return Path(value)
    raise NotImplementedError(kind)
