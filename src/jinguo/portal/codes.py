"""Addresses as others read them: whole, and as QR codes."""

from __future__ import annotations

from base64 import b64encode

from django.conf import settings
from django.http import HttpRequest

from jinguo.core.typesetting import qr_code


def whole_address(request: HttpRequest, path: str) -> str:
    """Return the address of a path as the public finds it."""
    base = settings.JINGUO_PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return base + path


def qr_picture(text: str) -> str:
    """Return a QR code as the address of a picture that stands in the page itself."""
    return "data:image/svg+xml;base64," + b64encode(qr_code(text).encode()).decode()
