"""A check of every start: no template says what it must not, and each says what it has values for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error

from jinguo.core.identifiers import find_identifiers
from jinguo.notices.messages import words
from jinguo.notices.messages.templates import NEUTRAL, Template, known_templates, names_in


def check_templates(**_more: Any) -> list[CheckMessage]:
    """Report what is wrong with the templates, an error each."""
    return [
        Error(f"Message template “{one.id}”: {fault}", id="notices.E001")
        for one in known_templates().values()
        for fault in faults(one)
    ]


def faults(template: Template) -> Iterator[str]:
    """Yield what is wrong with a template."""
    if template.is_neutral and (wordy := set(template.kinds.values()) - NEUTRAL):
        yield f"it is neutral and cannot hold {', '.join(sorted(wordy))}."
    for language, wording in template.wordings.items():
        if names_in(wording.text) != set(template.kinds):
            yield f"its text in {language} does not have just the values it declares."
        for text in (wording.title, wording.text):
            if found := words.first_forbidden(text, is_sensitive=template.is_neutral):
                yield f"its {language} says “{found}”."
            if find_identifiers(text):
                yield f"its {language} holds what a person can be found by."
