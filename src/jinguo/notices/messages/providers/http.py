"""Calls to a provider over HTTP that tell “never got there” from “the answer did not come”."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

SECONDS = 10
LARGEST_ANSWER = 1_000_000  # bytes


class NotReached(Exception):
    """No connection: nothing was handed over."""


class NoAnswer(Exception):
    """The request went out, and what came back is no answer."""


def post(address: str, path: str, *, headers: Mapping[str, str], body: bytes = b"") -> Any:
    """
    Post to ``https://host`` and return the JSON it answers. Redirects are not followed.

    :raises NotReached: see there
    :raises NoAnswer: see there
    """
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=SECONDS)
    try:
        try:
            connection.connect()
        except OSError as fault:
            raise NotReached(type(fault).__name__) from fault
        try:
            connection.request("POST", path, body, dict(headers))
            return json.loads(connection.getresponse().read(LARGEST_ANSWER))
        except (OSError, HTTPException, ValueError) as fault:
            raise NoAnswer(type(fault).__name__) from fault
    finally:
        connection.close()
