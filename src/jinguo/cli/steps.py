"""What the steps of long work are called, for the bars of `progress.py`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

BACKUP = {"dump": _("Database"), "pack": _("Files"), "seal": _("Encryption")}
CHECK = {"cells": _("Facts and cells"), "figures": _("Figures")}
RESTORE = {"open": _("Decryption"), "load": _("Database"), **CHECK}
