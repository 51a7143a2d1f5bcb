"""What every form of the portal looks like, and the form above a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PortalForm(forms.Form):
    """A form whose fields wear the theme; without colons after labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = css_class(field.widget)


def css_class(widget: forms.Widget) -> str:
    """Return the class Bootstrap has for a kind of widget."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


Choices = Sequence[tuple[str, str]]


class Filter(PortalForm):
    """
    What a list is narrowed to, from its address: each field empty or one of what there is.

    What the address says that there is not narrows nothing; see :attr:`chosen`.
    """

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
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
