"""The one small shape that every speech engine has, what it returns, and how it fails."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class AudioError(Exception):
    """Anything that keeps the office from speaking, said for an administrator."""


class EngineError(AudioError):
    """An engine did not make the speech that it was asked for."""


class EngineUnavailable(EngineError):
    """An engine cannot work here at all: not installed, no network, refused, no such voice."""


class MissingClip(AudioError):
    """The voice pack has no clip for some words. `words` names them."""

    def __init__(self, words: str) -> None:
        super().__init__(f"the voice pack cannot say {words!r}")
        self.words = words


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Sound as an engine made it: float32 mono samples, shape (n,), full scale at ±1, and their rate in Hz."""

    samples: "NDArray[np.float32]"
    rate: int

    @property
    def seconds(self) -> float:
        """The clip's length in seconds."""
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of an engine: the name to ask for, its language ("vi" or "en") and what it is, for people.

    `region` is "south" for a voice that southern offices are given unless they choose.
    """

    name: str
    language: str
    title: str
    region: str = "north"


class Engine(Protocol):
    """What turns spelled-out words into sound. One file in `audio/engines/` each."""

    @property
    def name(self) -> str:
        """The name that `xephang voice build --engine` takes."""

    @property
    def online(self) -> bool:
        """Whether text leaves this machine. Such an engine is only ever given numbers and fixed phrases."""

    def voices(self) -> tuple[Voice, ...]:
        """The voices that can be listed; the first one is the default."""

    def synthesise(self, text: str, voice: str) -> Clip:
        """Speak `text` (spelled out in words, NFC) with the voice of that name.

        Raises EngineUnavailable if that voice cannot be used here, EngineError if this text could not be spoken.
        """

    def close(self) -> None:
        """Let go of processes and connections. Calling it again does nothing."""
