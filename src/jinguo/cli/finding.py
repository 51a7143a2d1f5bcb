"""What looking at an installation finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was looked at, a sentence on it, and whether something has to be done about it."""

    what: str
    sentence: str
    is_fault: bool = True
