"""Letters about alerts, over a real socket to an independent mail server."""

from __future__ import annotations

import asyncio
import email
import email.policy
import queue
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from queue_server.mail import LONGEST_QUEUE, PAUSES, Mailer
from queue_server.protocol import AlertLine
from queue_server.settings import Settings
from tests.domain.builders import office

WARD = office()
MORNING = datetime(2026, 11, 24, 1, 20, tzinfo=UTC)


class Postbox:
    """Keeps what was delivered, decoded, in the order of delivery; the mail server has a thread of its own."""

    def __init__(self) -> None:
        self.letters: queue.Queue[tuple[list[str], EmailMessage]] = queue.Queue()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        assert isinstance(envelope.content, bytes)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.put((envelope.rcpt_tos, letter))
        return "250 OK"

    async def next(self) -> tuple[list[str], EmailMessage]:
        """Whom the next letter was for, and the letter."""
        return await asyncio.to_thread(self.letters.get, timeout=30)


@dataclass
class Post:
    """The mail server and what it keeps; `names` are those who signed in."""

    box: Postbox
    port: int
    names: list[str] = field(default_factory=list)

    def settings(self, **changes: object) -> Settings:
        known: dict[str, object] = {
            "smtp_host": "127.0.0.1",
            "smtp_port": self.port,
            "smtp_security": "none",
            "smtp_from": "xephang@mot-cua.vn",
            "smtp_to": ["huong@mot-cua.vn", "truc@mot-cua.vn"],
        }
        return Settings(data=Path(), **(known | changes))  # type: ignore[arg-type]


@pytest.fixture
def post() -> Iterator[Post]:
    """Give a mail server that knows one password."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        known = Post(Postbox(), probe.getsockname()[1])

    def authenticate(_server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known.names.append(data.login.decode())
        return AuthResult(success=data.password == b"mat khau", handled=False)

    controller = Controller(known.box, "127.0.0.1", known.port, authenticator=authenticate, auth_require_tls=False)
    controller.start()
    yield known
    controller.stop()


def alert(n: int = 1) -> AlertLine:
    return AlertLine(
        id=n, kind="wait_over_target", subject="A", name={"vi": "Chứng thực"}, began_at=MORNING, acknowledged_by=None
    )


async def test_a_letter_says_what_is_wrong_since_when_and_where_to_everyone_who_is_to_know(post: Post) -> None:
    mailer = Mailer(post.settings(smtp_user="xephang", smtp_password="mat khau"), lambda: WARD)
    async with mailer.running():
        mailer.hear([alert()])
        people, letter = await post.box.next()
    assert people == ["huong@mot-cua.vn", "truc@mot-cua.vn"]
    assert letter["Subject"] == "Bộ phận một cửa: 08:20 Chờ quá ngưỡng: Chứng thực"
    assert letter["From"] == "xephang@mot-cua.vn"
    assert letter.get_content().splitlines()[0] == "08:20 Chờ quá ngưỡng: Chứng thực"
    assert post.names == ["xephang"]


async def test_nothing_is_sent_without_a_mail_server_or_anybody_to_tell(post: Post) -> None:
    for settings in (Settings(), post.settings(smtp_host=""), post.settings(smtp_to=[])):
        mailer = Mailer(settings, lambda: WARD)
        mailer.hear([alert()])
        assert mailer._letters.empty()
    told = Mailer(post.settings(), lambda: WARD)
    told.hear([])
    assert told._letters.empty()


async def test_a_mail_server_that_refuses_is_asked_again_a_few_times_and_the_next_letter_still_goes(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []
    given_up = asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2 * len(PAUSES):
            given_up.set()

    settings = post.settings(smtp_user="xephang", smtp_password="sai")
    mailer = Mailer(settings, lambda: WARD, pause)
    async with mailer.running():
        mailer.hear([alert(1)])
        mailer.hear([alert(2)])
        async with asyncio.timeout(30):
            await given_up.wait()
    assert pauses == [*PAUSES, *PAUSES]
    assert post.box.letters.empty()
    # Neither the password nor what the server says about it is in the log.
    assert "sai" not in caplog.text
    assert "SMTPAuthenticationError" in caplog.text


async def test_what_a_mail_server_that_is_away_never_took_does_not_pile_up(post: Post) -> None:
    mailer = Mailer(post.settings(), lambda: WARD)
    for n in range(LONGEST_QUEUE + 5):
        mailer.hear([alert(n)])
    assert mailer._letters.qsize() == LONGEST_QUEUE
    async with mailer.running():
        _, first = await post.box.next()
    # The oldest five were no news any more.
    assert ".alert-5@" in str(first["Message-ID"])
