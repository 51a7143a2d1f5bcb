"""What every form of every surface looks like: Bootstrap's classes, and one date field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_noop

# Django’s own sentence; named here, so that our catalogue says it in plainer Chinese under every form.
REQUIRED = gettext_noop("This field is required.")


class PageForm(forms.Form):
    """A form whose fields wear the theme; without colons after labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = css_class(field.widget)

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is wrong; the page that comes back opens at the first field of which something is."""
        is_first = not any("autofocus" in one.widget.attrs for one in self.fields.values())
        super().add_error(field, error)
        if is_first and field in self.fields:
            self.fields[field].widget.attrs["autofocus"] = True


def css_class(widget: forms.Widget) -> str:
    """Return the class Bootstrap has for a kind of widget."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def date_field(**kwargs: Any) -> forms.DateField:
    """Return a day field that opens the browser's calendar."""
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs
    )
