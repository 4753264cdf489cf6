"""What the agent on a kiosk's PC and the server say to each other on `/ws/agent`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from queue_server.protocol.paper import PaperLeft
from queue_server.protocol.socket import Alive, Beat, RefusedFrame, ServerHello

JobId = Annotated[str, Meta(min_length=1, max_length=128)]


class AgentHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """First message of an agent: its printer's token."""

    token: Annotated[str, Meta(max_length=200)]
    version: Annotated[str, Meta(max_length=64)] = ""


class AgentStatus(Struct, frozen=True, kw_only=True, tag="status", tag_field="type"):
    """How the agent's printer is; at first and after each change."""

    online: bool
    paper: PaperLeft
    cover_open: bool
    error: Annotated[str, Meta(max_length=64)] = ""


class JobDone(Struct, frozen=True, kw_only=True, tag="done", tag_field="type"):
    """What became of a job; sent again after each connection until it is answered by `JobNoted`.

    `certain` False: the agent was ended in the middle of it. `dots`: the picture's length.
    """

    job: JobId
    printed: bool
    fault: Annotated[str, Meta(max_length=64)] = ""
    certain: bool = True
    dots: Annotated[int, Meta(ge=0, le=100_000)] = 0


FromAgent = AgentHello | AgentStatus | JobDone | Alive


class PrintJob(Struct, frozen=True, kw_only=True, tag="print", tag_field="type"):
    """Print this PNG (base64), unless `job` is known, or came more than `seconds` after `sent_at` (the server's own
    clock, seconds, whose zero means nothing).
    """

    job: JobId
    picture: str
    seconds: float
    sent_at: float


class JobNoted(Struct, frozen=True, kw_only=True, tag="noted", tag_field="type"):
    """The server knows what became of this job."""

    job: JobId


class AgentBeat(Struct, frozen=True, kw_only=True, tag="tick", tag_field="type"):
    """The server's own clock, at first and every two seconds: the agent learns how late what it reads is."""

    sent_at: float


ToAgent = ServerHello | Beat | AgentBeat | PrintJob | JobNoted | RefusedFrame
