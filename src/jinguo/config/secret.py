"""Django's signing key: made once, kept in the var folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from jinguo.config.faults import SettingError


def django_secret(var: Path) -> str:
    """
    Return the installation's signing key, making it on first use (file mode 0600).

    :raises SettingError: the var folder cannot be written, or the key not be read
    """
    file = var / "secret.key"
    try:
        if not file.exists():
            var.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as out:
                out.write(secrets.token_urlsafe(64))
        return file.read_text()
    except OSError as fault:
        raise SettingError(
            f"{file} cannot be used ({fault.strerror}). Name another folder by JINGUO_VAR."
        ) from fault
