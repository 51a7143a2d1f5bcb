"""Calls are tested against one world, made once for a file, each in a transaction that is taken back."""

from tests.desk.conftest import _plain_pages, undone, world

__all__ = ["_plain_pages", "undone", "world"]
