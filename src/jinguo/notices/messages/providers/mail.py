"""E-mail over the mail server of the installation, through Django's backend."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.mail import EmailMessage, get_connection

from jinguo.notices.messages.providers.interface import (
    NotSent,
    Outcome,
    Outgoing,
    PerhapsSent,
    Sent,
)


@dataclass(frozen=True)
class Mail:
    """
    ``sender`` is the From of every mail; of sensitive ones ``neutral_sender``, which names no body.

    Without one those do not go out.
    """

    sender: str
    neutral_sender: str
    name: str = "smtp"
    repeats_known_for: timedelta = timedelta(0)

    def refusal(self, outgoing: Outgoing) -> str:
        return "shows-sender" if outgoing.is_sensitive and not self.neutral_sender else ""

    def send(self, outgoing: Outgoing) -> Outcome:
        sender = self.neutral_sender if outgoing.is_sensitive else self.sender
        message_id = f"<{outgoing.key}@{sender.rstrip('>').rpartition('@')[2]}>"
        connection = get_connection()
        mail = EmailMessage(
            outgoing.title, outgoing.text, sender, [outgoing.address],
            connection=connection, headers={"Message-ID": message_id},
        )  # fmt: skip
        try:
            connection.open()
        except (OSError, smtplib.SMTPException):
            return NotSent("not-reached", may_retry=True)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as fault:
            [(code, _words)] = fault.recipients.values()
            return _refused(code)
        except smtplib.SMTPResponseException as fault:
            return _refused(fault.smtp_code)
        except (OSError, smtplib.SMTPException):
            return PerhapsSent("no-answer")
        finally:
            connection.close()
        return Sent(message_id)

    def ask(self, provider_id: str, address: str, on: date) -> Sent | NotSent | None:
        return None


def _refused(code: int) -> NotSent:
    """Codes from 400 are for now, those from 500 for ever (RFC 5321, 4.2.1)."""
    return NotSent(f"smtp-{code}", may_retry=400 <= code < 500)
