"""Whether the process that reads a stranger's file leaves the network here, and why where it does not."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from django.utils.translation import gettext as _

from jinguo.core.jail import parent

PROBE = "jinguo.core.jail.probe"
SYSTEM = Path("/proc/sys")
# Settings of Linux that refuse it, each with the value that does.
SETTINGS = {
    "user.max_user_namespaces": "0",
    "kernel.unprivileged_userns_clone": "0",
    "kernel.apparmor_restrict_unprivileged_userns": "1",
}


def refusal() -> str | None:
    """Return why such a process stays in the network of this machine, None where it leaves it."""
    try:
        with parent.answer(PROBE, b"") as answer:
            refused = int(answer.head()["refused"])
    except parent.Died:
        return _("the process that was to find out did not answer")
    return why(refused) if refused else None


def why(number: int) -> str:
    """Return the words for an error of the system, naming the setting that causes it where one does."""
    for name, value in SETTINGS.items():
        setting = SYSTEM / name.replace(".", "/")
        if setting.exists() and setting.read_text().strip() == value:
            return _("%(name)s is %(value)s") % {"name": name, "value": value}
    if number == errno.EPERM:
        return _("the system, or the container around it, does not permit one")
    return _("the system answers “%s”") % os.strerror(number)
