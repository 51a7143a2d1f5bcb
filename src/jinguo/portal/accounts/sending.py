"""How a code gets to a phone."""

from __future__ import annotations

from jinguo.core.identity import mask


def send_code(phone: str, code: str, minutes: int) -> None:
    """Print the code on the console, where a demonstration shows it."""
    print(f"{mask(phone)}: {code} ({minutes} min)", flush=True)
