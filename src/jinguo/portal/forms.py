"""The form above a public list: what it is narrowed to."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.core.forms import PageForm

Choices = Sequence[tuple[str, str]]


class Filter(PageForm):
    """
    What a list is narrowed to, from its address: each field empty or one of what there is.

    What the address says that there is not narrows nothing; see :attr:`chosen`.
    """

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "placeholder": _("Name, or part of it")}
        ),
    )
    town = forms.ChoiceField(label=_("Town"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def offer(self, **choices: Choices) -> None:
        """Say what the fields may be."""
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *offered]

    @property
    def chosen(self) -> dict[str, str]:
        """The values that narrow the list; empty for each that does not."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
