"""E-mail about alerts, for an office that has a mail server. Off unless `smtp_host` is set.

A letter is no part of any verb: it is sent by a thread, tried again for a while, then given up and logged. What must
not be missed goes by a webhook, which has the journal behind it.
"""

from __future__ import annotations

import asyncio
import logging
import smtplib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from queue_server.domain import calendar
from queue_server.domain.office import Office
from queue_server.protocol import AlertLine
from queue_server.settings import Settings
from queue_server.texts import render

log = logging.getLogger(__name__)

ANSWER_SECONDS = 10.0
# After that many minutes in all, the page has long told everybody.
PAUSES = (5.0, 30.0, 120.0, 300.0)
# So many letters wait for a mail server that is away; the oldest is the one that is no longer news.
LONGEST_QUEUE = 50


class Mailer:
    """Sends a letter for each few alerts that begin together. `hear` never waits."""

    def __init__(
        self,
        settings: Settings,
        office: Callable[[], Office],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings, self._office, self._pause = settings, office, pause
        self._letters: asyncio.Queue[EmailMessage] = asyncio.Queue(LONGEST_QUEUE)

    def hear(self, alerts: Sequence[AlertLine]) -> None:
        """These alerts have just begun."""
        if not alerts or not self._settings.smtp_host or not self._settings.smtp_to:
            return
        if self._letters.full():
            self._letters.get_nowait()
        self._letters.put_nowait(letter(self._settings, self._office(), alerts))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep sending while the context lasts."""
        task = asyncio.create_task(self._send_for_ever())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _send_for_ever(self) -> None:
        while True:
            await self._deliver(await self._letters.get())

    async def _deliver(self, message: EmailMessage) -> None:
        for pause in (*PAUSES, None):
            try:
                await asyncio.to_thread(send, self._settings, message)
            except (smtplib.SMTPException, OSError) as error:
                log.warning("an e-mail about an alert was not sent: %s", reason(error))
            else:
                return
            if pause is not None:
                await self._pause(pause)


def letter(settings: Settings, office: Office, alerts: Sequence[AlertLine]) -> EmailMessage:
    """The letter about alerts that begin together, in the office's first language."""
    language = office.languages[0]
    lines = [in_words(one, office, language) for one in alerts]
    message = EmailMessage()
    office_name = office.name.get(language, office.name["vi"])
    message["Subject"] = render(language, "alert.subject", office=office_name, alert=lines[0], n=len(lines))
    message["From"] = settings.smtp_from or settings.smtp_user
    message["To"] = ", ".join(settings.smtp_to)
    message["Date"] = format_datetime(alerts[0].began_at)
    message["Message-ID"] = make_msgid(f"alert-{alerts[0].id}", domain="xephang.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join([*lines, "", render(language, "alert.letter_end", office=office_name)]))
    return message


def in_words(alert: AlertLine, office: Office, language: str) -> str:
    """An alert in one line, with its time."""
    name = alert.name.get(language, alert.name["vi"])
    text = render(language, f"alert.{alert.kind}", name=name)
    return f"{calendar.clock_text(office, alert.began_at)} {text}"


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand a letter to the mail server; takes up to some ten seconds. Raises SMTPException or OSError."""
    with _connected(settings) as server:
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)


def reason(error: Exception) -> str:
    """Why a letter did not go, for the log: by type, since a server's answer may quote what it was sent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        # OpenSSL's own words about a certificate: they say what to mend and quote nothing.
        return f"the mail server's certificate is not trusted ({error.verify_message})"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "the mail server offers no STARTTLS or no sign-in, and nothing is sent without"
    return type(error).__name__


def _connected(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=ANSWER_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=ANSWER_SECONDS)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
    except BaseException:
        server.close()
        raise
    return server
