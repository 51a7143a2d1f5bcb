"""Providers that send nothing: for a demonstration, and for tests."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from jinguo.core.identity import mask
from jinguo.notices.messages.providers.interface import NotSent, Outcome, Outgoing, Sent


@dataclass(frozen=True)
class Console:
    """Prints what would be sent."""

    name: str = "console"
    repeats_known_for: timedelta = timedelta(0)

    def refusal(self, outgoing: Outgoing) -> str:
        return ""

    def send(self, outgoing: Outgoing) -> Outcome:
        print(f"→ {mask(outgoing.address)}  {outgoing.text}", flush=True)
        return Sent(str(outgoing.key))

    def ask(self, provider_id: str, address: str, on: date) -> Sent | NotSent | None:
        return Sent(provider_id)


@dataclass(frozen=True)
class Recorded:
    """Appends what would be sent to a file, a line of JSON each, so that other processes read it too."""

    file: Path
    name: str = "recorded"
    repeats_known_for: timedelta = timedelta(0)

    def refusal(self, outgoing: Outgoing) -> str:
        return ""

    def send(self, outgoing: Outgoing) -> Outcome:
        line = json.dumps({**asdict(outgoing), "key": str(outgoing.key)}, ensure_ascii=False)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with os.fdopen(os.open(self.file, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(line + "\n")
        return Sent(str(outgoing.key))

    def ask(self, provider_id: str, address: str, on: date) -> Sent | NotSent | None:
        return Sent(provider_id)

    def messages(self) -> list[dict[str, object]]:
        """Return what was recorded, the oldest first."""
        if not self.file.exists():
            return []
        return [json.loads(line) for line in self.file.read_text("utf-8").splitlines()]
