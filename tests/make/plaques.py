"""Plaques printed, and what is read on them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.utils import timezone
from pypdf import PdfReader

from jinguo.exchange import actions
from jinguo.exchange.models import Printing
from jinguo.org.actor import Actor

ADDRESS = "https://example.org/v/{code}"


def texts(pdf: Path | bytes) -> list[str]:
    """Return the text of each page, without the spaces of its layout."""
    data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


def asked_for(actor: Actor, **given) -> Printing:
    """The plaques of the district, left to the background worker today."""
    return actions.ask_to_print(
        actor=actor,
        **{
            "programme": "courtyards",
            "state": "certified",
            "area": "370211",
            "address": ADDRESS,
            "now": timezone.now(),
            **given,
        },
    )
