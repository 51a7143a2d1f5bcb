"""
What may go wrong that is not a bug. Every surface has one handler for these, and no other.

Subclasses sit beside the action that raises them. A message is a sentence for the person who
acted: what happened, why, what to do.
"""

from __future__ import annotations


class JinguoError(Exception):
    """The root of every expected error."""

    status = 500
    code = "error"

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields

    def __str__(self) -> str:
        return str(self.message)


class NotFound(JinguoError):
    """The thing is not there, or this actor may not see it; the two are never told apart."""

    status = 404
    code = "not-found"


class Denied(JinguoError):
    """The actor sees the thing but may not do this to it."""

    status = 403
    code = "denied"


class Refused(JinguoError):
    """The act is allowed in general but cannot be done now, in this state, or with this input."""

    status = 409
    code = "refused"


class Invalid(Refused):
    """The input is wrong; ``fields`` maps a field's name to its sentence."""

    status = 422
    code = "invalid"
