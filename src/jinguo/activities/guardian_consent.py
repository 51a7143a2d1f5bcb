"""What a guardian is told, and agrees to, before a child under 14 takes part (个人信息保护法 art. 31)."""

from __future__ import annotations

from django.utils.translation import gettext as _

VERSION = "portal-child-2020"
"""Of the text below; a new wording takes a new one, so that what was agreed to can be told."""
FIELDS = ("name", "born_on", "guardian", "phone")


def text() -> list[str]:
    """Return the text, line by line."""
    return [
        _(
            "To book for the child, the Women’s Federation keeps the child’s name and date of birth, and"
            " your name and phone number."
        ),
        _(
            "Only the organiser sees them: to know who comes, to call you, and to hand the child to nobody"
            " else. They are not passed on and not published, and no picture of the child is taken for it."
        ),
        _("You may withdraw this at any time under “What you agreed to”."),
    ]
