"""What pydantic finds wrong with a value, said in the language of the call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SENTENCES: dict[str, str | Promise] = {
    "bool_parsing": gettext_lazy("It is true or false."),
    "date_parsing": gettext_lazy("It is a day like 2020-06-15."),
    "extra_forbidden": gettext_lazy("There is no such field. Leave it out."),
    "greater_than_equal": gettext_lazy("It is at least {ge}."),
    "int_parsing": gettext_lazy("It is a whole number."),
    "int_type": gettext_lazy("It is a whole number."),
    "less_than_equal": gettext_lazy("It is at most {le}."),
    "list_type": gettext_lazy("It is a list."),
    "literal_error": gettext_lazy("It is one of {expected}."),
    "missing": gettext_lazy("It is missing."),
    "model_attributes_type": gettext_lazy("It is an object with fields."),
    "model_type": gettext_lazy("It is an object with fields."),
    "string_pattern_mismatch": gettext_lazy("It is not written as it should be."),
    "string_too_long": gettext_lazy("It has at most {max_length} signs."),
    "string_too_short": gettext_lazy("It has at least {min_length} signs."),
    "string_type": gettext_lazy("It is a text."),
    "too_long": gettext_lazy("The list has at most {max_length} entries."),
    "too_short": gettext_lazy("The list has at least {min_length} entries."),
    "uuid_parsing": gettext_lazy("It is an id like 01890a5d-ac96-774b-bcce-b302099a8057."),
    "uuid_type": gettext_lazy("It is an id like 01890a5d-ac96-774b-bcce-b302099a8057."),
    "value_error": gettext_lazy("{error}"),
}


def sentence_of(error: Mapping[str, Any]) -> str:
    """Return the sentence for an error of pydantic, by its type and what it is about."""
    known = SENTENCES.get(error["type"])
    return str(known).format(**error.get("ctx", {})) if known else _("This value does not fit.")
