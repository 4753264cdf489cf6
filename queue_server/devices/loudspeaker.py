"""The office's voice: an announcement in words and as sound, out of the voice packs' clips."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audio.announcement import TemplateError, Utterance, announce
from audio.engines import open_engine
from audio.inventory import closed_set
from audio.joining import Joiner, Sound
from audio.pack import VoicePack, default_voice
from audio.speech import AudioError
from queue_server.domain.announcing import AnnouncementKind
from queue_server.domain.errors import Invalid
from queue_server.domain.office import Office

log = logging.getLogger(__name__)

# Without a voice the number still flashes, about as long as it would take to say it.
SILENT_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class SpokenCall:
    """An announcement: its words, its length in seconds, and the key of its sound (None: there is no voice)."""

    text: str
    seconds: float
    key: str | None
    second_text: str | None = None


class Loudspeaker:
    """Joins announcements from voice packs, one for each language; `folders` are theirs, by language.

    Without a usable Vietnamese pack the office has no voice, but its calls all the same.
    """

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self.packs: dict[str, VoicePack] = {}
        self._joiner: Joiner | None = None
        self._former: Joiner | None = None
        self.use(folders)

    def use(self, folders: Mapping[str, Path]) -> None:
        """Speak from these packs from now on. What was joined from the former ones can still be played."""
        self.packs = {language: pack for language, folder in folders.items() if (pack := _pack(folder)) is not None}
        self._former = self._joiner
        self._joiner = Joiner(self.packs["vi"], others=self.packs) if "vi" in self.packs else None

    def say(
        self,
        office: Office,
        kind: AnnouncementKind,
        values: Mapping[str, str | int],
        *,
        language: str = "vi",
        chime: bool = True,
        briefly: bool = False,
    ) -> SpokenCall:
        """The sound of an announcement, as often and in as many languages as the office wants.

        `briefly`: once and in the first language only. Joined in memory; the same one only once.
        """
        first = utterance_of(office, kind, language, values)
        second = None if briefly or kind == "free_text" else self._second(office, kind, values)
        words = SpokenCall(first.text, SILENT_SECONDS, None, None if second is None else second.text)
        if self._joiner is None:
            return words
        try:
            times = 1 if briefly else office.announcements.times
            sound = self._joiner.join(first, chime=chime, times=times, then=second)
        except AudioError as error:
            log.error("the voice pack can't say %r: %s", first.text, error)
            return words
        return SpokenCall(first.text, sound.seconds, sound.key, words.second_text)

    def _second(self, office: Office, kind: AnnouncementKind, values: Mapping[str, str | int]) -> Utterance | None:
        """The same in the office's second language; None when it has none, or no voice that can say it."""
        language = office.announcements.second_language
        if language is None or language not in self.packs or self._joiner is None:
            return None
        utterance = utterance_of(office, kind, language, values)
        if self._joiner.lacks(utterance):
            log.error("the voice pack of %r can't say %r", language, utterance.text)
            return None
        return utterance

    def lacks(self, office: Office, text: str, language: str) -> list[str]:
        """The words of a free text that the voice packs have no clips for; all of them when there is no pack.

        Raises Invalid `nothing_to_say` for a text without a word.
        """
        try:
            utterance = utterance_of(office, "free_text", language, {"text": text})
        except TemplateError as error:
            raise Invalid("nothing_to_say") from error
        if self._joiner is None:
            return utterance.spoken.rstrip(".").split()
        return self._joiner.lacks(utterance)

    def is_engine_s_own(self, language: str) -> bool:
        """Whether the pack of a language is the offline engine's: it then speaks any words in the same voice."""
        pack = self.packs.get(language)
        return pack is not None and pack.manifest.engine == "espeak"

    def say_by_engine(self, office: Office, text: str, language: str, *, chime: bool = True) -> SpokenCall:
        """A free text as the offline engine speaks it now, in the pack's own voice where that is the engine's.

        Blocks for some 100 ms: for a thread.
        """
        utterance = utterance_of(office, "free_text", language, {"text": text})
        silent = SpokenCall(utterance.text, SILENT_SECONDS, None)
        if self._joiner is None:
            return silent
        try:
            sound = self._joiner.wrap(synthesised(utterance, office.region, self.packs.get(language)), chime=chime)
        except AudioError as error:
            log.error("the engine can't say %r: %s", utterance.text, error)
            return silent
        return SpokenCall(utterance.text, sound.seconds, sound.key)

    def mp3(self, key: str) -> bytes | None:
        """The sound of a recent announcement as browsers play it."""
        sound = self._sound(key)
        return None if sound is None else sound.mp3

    def wav(self, key: str) -> bytes | None:
        """The same for a player that has no MP3."""
        sound = self._sound(key)
        return None if sound is None else sound.wav

    def _sound(self, key: str) -> Sound | None:
        found = (joiner.get(key) for joiner in (self._joiner, self._former) if joiner is not None)
        return next((sound for sound in found if sound is not None), None)


def utterance_of(office: Office, kind: AnnouncementKind, language: str, values: Mapping[str, str | int]) -> Utterance:
    """The words of an announcement in a language, by the office's own sentences."""
    templates = office.announcements.templates.get(language)
    return announce(kind, language=language, region=office.region, templates=templates, **values)


def synthesised(utterance: Utterance, region: str, pack: VoicePack | None) -> bytes:
    """A sentence as joinable MP3 frames, spoken by the engine that needs nothing. Raises AudioError."""
    from audio.mastering import LOUDNESS, master  # SciPy: only for whoever speaks free text

    engine = open_engine("espeak")
    try:
        is_its_own = pack is not None and pack.manifest.engine == engine.name
        voice = pack.manifest.voice if pack and is_its_own else default_voice(engine, utterance.language, region)
        clip = engine.synthesise(utterance.spoken, voice)
        return master(clip, pack.manifest.loudness if pack else LOUDNESS).data
    finally:
        engine.close()


def counters_of(office: Office) -> int:
    """How many counters get a clip of their own: a few more than there are."""
    return max(30, *(counter.number for counter in office.counters)) if office.counters else 30


def lacking(pack: VoicePack, office: Office, language: str) -> list[str]:
    """The words that a pack has no clips for, of all that the office says in that language; sorted."""
    templates = office.announcements.templates.get(language)
    wanted = {clip.text for clip in closed_set(language, office.region, 0, templates)}
    return sorted(wanted - pack.texts)


def _pack(folder: Path) -> VoicePack | None:
    try:
        return VoicePack.load(folder)
    except AudioError as error:
        log.error("there is no voice: %s", error)
        return None
