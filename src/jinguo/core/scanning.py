"""The virus scanner an installation may name: every upload passes it before anything of it is kept."""

from __future__ import annotations

import shlex
import subprocess

from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, Refused

CLEAN, INFECTED = 0, 1  # what clamscan and clamdscan end with; anything else is a fault of theirs
PATIENCE = 120  # seconds


def check_clean(data: bytes) -> None:
    """
    Pass when no scanner is named, or the one in ``JINGUO_SCANNER`` finds nothing in the file.

    The scanner gets the file on its standard input, so that nothing of it lies on the disk in clear.

    :raises Invalid: it found something harmful
    :raises Refused: it does not start, does not end in time, or fails
    """
    words = shlex.split(settings.JINGUO_SCANNER)
    if not words:
        return
    code = _ask(words, data)
    if code == INFECTED:
        found = _(
            "The virus scanner finds this file harmful. It is not taken in; check where it came from."
        )
        raise Invalid(found, file=found)
    if code != CLEAN:
        raise Refused(
            _("The virus scanner does not answer, so nothing is taken in. Tell the system administrator.")
        )  # fmt: skip


def _ask(words: list[str], data: bytes) -> int | None:
    """Return the code the scanner ends with; None when it did not come to an end."""
    try:
        return subprocess.run(
            words, input=data, capture_output=True, timeout=PATIENCE, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return None
