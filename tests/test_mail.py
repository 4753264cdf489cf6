"""Letters about alerts, over a real socket to an independent mail server."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import email.policy
import ipaddress
import queue
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def post() -> Iterator[Post]:
    """Give a mail server that knows one password."""
    known = Post(Postbox(), a_free_port())

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


@dataclass
class Certified:
    """A mail server's certificate and its maker's, as files."""

    server: ssl.SSLContext
    authority: Path


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Give an authority that nobody trusts yet, and the certificate for 127.0.0.1 that it signed."""
    folder, now = tmp_path_factory.mktemp("tls"), dt.datetime.now(UTC)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA của cơ quan")])

    def certificate(name: x509.Name, public: ec.EllipticCurvePublicKey, extension: x509.ExtensionType) -> bytes:
        builder = x509.CertificateBuilder(ca_name, name, public, x509.random_serial_number())
        builder = builder.not_valid_before(now - dt.timedelta(hours=1)).not_valid_after(now + dt.timedelta(days=1))
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(ca_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    authority, chain = folder / "ca.pem", folder / "server.pem"
    authority.write_bytes(certificate(ca_name, ca_key.public_key(), x509.BasicConstraints(ca=True, path_length=None)))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(private + certificate(x509.Name([]), key.public_key(), names))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain)
    return Certified(context, authority)


@contextmanager
def mail_server(security: str, certified: Certified) -> Iterator[Post]:
    """A mail server that speaks TLS from the first byte, after STARTTLS, or never."""
    known = Post(Postbox(), a_free_port())
    # aiosmtpd has TLS from the first byte as `ssl_context`, STARTTLS as `tls_context`.
    contexts: dict[str, dict[str, Any]] = {
        "tls": {"ssl_context": certified.server},
        "starttls": {"tls_context": certified.server},
    }
    more = {"require_starttls": True} if security == "starttls" else {}
    controller = TidyController(known.box, "127.0.0.1", known.port, **contexts.get(security, {}), **more)
    controller.start()
    try:
        yield known
    finally:
        controller.stop()


class TidyController(Controller):
    """Closes what aiosmtpd leaves open when the other side breaks off the handshake after STARTTLS."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._served: list[SMTP] = []

    def factory(self) -> SMTP:
        self._served.append(SMTP(self.handler, **self.SMTP_kwargs))
        return self._served[-1]

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(10)
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        for one in self._served:
            for transport in (one.transport, one._original_transport):
                if isinstance(transport, asyncio.WriteTransport):
                    transport.abort()
        for _ in range(3):  # its loop closes the sockets in its next rounds
            await asyncio.sleep(0)


async def given_up(settings: Settings) -> None:
    """Try to send a letter until it is given up."""
    pauses: list[float] = []
    over = asyncio.Event()

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == len(PAUSES):
            over.set()

    mailer = Mailer(settings, lambda: WARD, pause)
    mailer.hear([alert()])
    async with mailer.running(), asyncio.timeout(30):
        await over.wait()


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_letter_goes_encrypted_to_a_mail_server_whose_certificate_is_trusted(
    security: str, certified: Certified, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certified.authority))
    with mail_server(security, certified) as post:
        mailer = Mailer(post.settings(smtp_security=security), lambda: WARD)
        async with mailer.running():
            mailer.hear([alert()])
            _, letter = await post.box.next()
    assert letter["Subject"] == "Bộ phận một cửa: 08:20 Chờ quá ngưỡng: Chứng thực"


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_mail_server_with_a_certificate_of_somebody_unknown_gets_nothing_and_the_log_says_why(
    security: str, certified: Certified, caplog: pytest.LogCaptureFixture
) -> None:
    with mail_server(security, certified) as post:
        await given_up(post.settings(smtp_security=security))
        assert post.box.letters.empty()
    assert "the mail server's certificate is not trusted (unable to get local issuer certificate)" in caplog.text


async def test_where_encryption_was_asked_for_nothing_goes_in_the_clear(
    certified: Certified, caplog: pytest.LogCaptureFixture
) -> None:
    with mail_server("none", certified) as post:
        for security, said in (("starttls", "offers no STARTTLS"), ("tls", "SSLError")):
            await given_up(post.settings(smtp_security=security, smtp_user="xephang", smtp_password="mat khau"))
            assert said in caplog.text
        assert (post.box.letters.empty(), post.names) == (True, [])
