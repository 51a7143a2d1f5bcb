"""Django's signing key: made once, kept in the var folder, readable by its owner only."""

from __future__ import annotations

import secrets
import stat
from pathlib import Path

from jinguo.config.faults import SettingError
from jinguo.core import files

SHORTEST = 50  # signs; Django's own check warns below
FEWEST = 12  # different signs; ours of 86 have some 48


def django_secret(var: Path) -> str:
    """
    Return the installation's signing key, making it on first use (file mode 0600).

    Of two processes that start at once one makes it, and both read the same.

    :raises SettingError: the var folder cannot be written, the key not be read, others may read it
        too, or it is too short to be one of ours
    """
    file = var / "secret.key"
    try:
        if not file.exists():
            files.write_once(file, secrets.token_urlsafe(64))
        mode, key = file.stat().st_mode, file.read_text().strip()
    except OSError as fault:
        raise SettingError(
            f"{file} cannot be used ({fault.strerror}). Name another folder by JINGUO_VAR."
        ) from fault
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingError(f"Others may read the signing key {file}. Set its mode to 0600.")
    if weakness := weakness_of(key):
        raise SettingError(
            f"The signing key {file} is missing or weak: {weakness}. Remove the file: the"
            " next start makes a new one, and everyone signs in again."
        )
    return key


def weakness_of(key: str) -> str:
    """Say what makes a key one that somebody could guess; nothing where it is one of ours."""
    if len(key) < SHORTEST:
        return f"it has {len(key)} signs"
    if key.startswith("django-insecure"):
        return "it is the one Django writes for trying things out"
    if len(set(key)) < FEWEST:
        return f"it is made of {len(set(key))} different signs"
    return ""
