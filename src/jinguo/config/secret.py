"""Django's signing key: made once, kept in the var folder, readable by its owner only."""

from __future__ import annotations

import secrets
from pathlib import Path

from jinguo.config.faults import SettingError
from jinguo.core import files


def django_secret(var: Path) -> str:
    """
    Return the installation's signing key, making it on first use (file mode 0600).

    Of two processes that start at once one makes it, and both read the same.

    :raises SettingError: the var folder cannot be written, or the key not be read
    """
    file = var / "secret.key"
    try:
        if not file.exists():
            files.write_once(file, secrets.token_urlsafe(64))
        return file.read_text()
    except OSError as fault:
        raise SettingError(
            f"{file} cannot be used ({fault.strerror}). Name another folder by JINGUO_VAR."
        ) from fault
