"""Joining clips into the sound of an announcement: in-process, from memory, in far less than a millisecond."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from audio import mp3
from audio.announcement import Utterance
from audio.inventory import Pause, cover, words_without_clips
from audio.pack import CHIME, VoicePack
from audio.speech import MissingClip


@dataclass(frozen=True, slots=True)
class Pauses:
    """Longest silences in seconds, measured from the end of one clip's sound to the start of the next.

    The shortest that can be had is 0.072: 48 ms of the encoder's lead, and up to 24 ms to a whole MP3 frame. Digits
    are kept apart enough to be told apart in an echo; a comma is what engines leave there (docs/decisions/0003).
    """

    digit: float = 0.10
    code: float = 0.15
    word: float = 0.072
    comma: float = 0.30
    stop: float = 0.50
    chime: float = 0.35
    repeat: float = 1.20


@dataclass(frozen=True, slots=True)
class Sound:
    """An announcement ready to be played. `key` is the SHA-256 of `mp3` in hex: an address that never changes."""

    mp3: bytes = field(repr=False)
    seconds: float
    key: str

    @property
    def wav(self) -> bytes:
        """The same sound as 16-bit WAV, decoded at each reading (about 10 ms), for a player that has no MP3."""
        return mp3.wav(self.mp3)


class Joiner:
    """Says utterances with a voice pack, those of other languages with packs of `others`, by language.

    Keeps the latest sounds, so that they can be served by their key. Safe to use from threads. `cache` is how many
    sounds are kept, about 40 to 120 kB each.
    """

    def __init__(
        self,
        pack: VoicePack,
        *,
        others: Mapping[str, VoicePack] | None = None,
        pauses: Pauses | None = None,
        cache: int = 256,
    ) -> None:
        self.pack = pack
        self._pauses = pauses or Pauses()
        self._packs = {**(others or {}), pack.manifest.language: pack}
        self._texts = {language: one.texts for language, one in self._packs.items()}
        self._limit = cache
        self._recent: OrderedDict[tuple[object, ...], Sound] = OrderedDict()
        self._by_key: dict[str, Sound] = {}
        self._lock = threading.Lock()

    def join(self, utterance: Utterance, *, chime: bool = True, times: int = 1, then: Utterance | None = None) -> Sound:
        """The sound of an utterance: the chime first, then the sentence `times` times, then another one once.

        The same content gives the same sound, from the cache. Raises MissingClip, with the words, if the pack cannot
        say it.
        """
        content = (utterance.groups, chime, times, then and then.groups)
        with self._lock:
            known = self._recent.get(content)
            if known is not None:
                self._recent.move_to_end(content)
                return known
            sentences = [self._sentence(utterance)] * times + ([] if then is None else [self._sentence(then)])
            return self._keep(content, self._joined(sentences, chime))

    def wrap(self, sentence: bytes, *, chime: bool = True) -> Sound:
        """The sound of a sentence that an engine spoke: joinable MP3 frames, after the chime; kept as any other."""
        content = (sentence, chime)
        with self._lock:
            return self._recent.get(content) or self._keep(content, self._joined([sentence], chime))

    def lacks(self, utterance: Utterance) -> list[str]:
        """The words for which there is no clip; none when it can be said."""
        has = self._texts.get(utterance.language, frozenset())
        try:
            cover(utterance, has)
        except MissingClip as error:
            return words_without_clips(utterance, has) or error.words.split()
        return []

    def get(self, key: str) -> Sound | None:
        """The sound of that key, if it was joined of late."""
        return self._by_key.get(key)

    def _keep(self, content: tuple[object, ...], sound: Sound) -> Sound:
        self._recent[content] = self._by_key[sound.key] = sound
        if len(self._recent) > self._limit:
            _, oldest = self._recent.popitem(last=False)
            if self._by_key.get(oldest.key) is oldest:  # other content may have come to the same bytes since
                del self._by_key[oldest.key]
        return sound

    def _joined(self, sentences: list[bytes], chime: bool) -> Sound:
        opening = self._followed(self.pack.frames(CHIME), self._pauses.chime) if chime else b""
        again = mp3.silence(_frames_of(self._pauses.repeat))
        data = opening + again.join(sentences)
        return Sound(data, mp3.seconds(data), hashlib.sha256(data).hexdigest())

    def _sentence(self, utterance: Utterance) -> bytes:
        # A language without a pack is one whose every word lacks its clip.
        spoken = cover(utterance, self._texts.get(utterance.language, frozenset()))
        pack, last = self._packs[utterance.language], len(spoken) - 1
        return b"".join(
            pack.frames(clip) if place == last else self._followed(pack.frames(clip), self._length(pause))
            for place, (clip, pause) in enumerate(spoken)
        )

    def _length(self, pause: Pause) -> float:
        return float(getattr(self._pauses, pause))

    def _followed(self, data: bytes, pause: float) -> bytes:
        return data + mp3.silence(_frames_of(pause))


def _frames_of(pause: float) -> int:
    """Silent frames that make a pause together with the silence that is around every clip already, never longer."""
    already = mp3.OVERHEAD + mp3.SAMPLES  # the clip's own padding to a whole frame is at most one frame
    return max(0, int((pause * mp3.RATE - already) // mp3.SAMPLES))
