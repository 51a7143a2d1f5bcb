"""What is asked of who brings a workbook: the file, its columns, what is to be done with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.core.errors import JinguoError
from jinguo.desk.forms import DeskForm, date_field
from jinguo.exchange.actions import Preview
from jinguo.exchange.actions.previewing import Column
from jinguo.exchange.annotating import letters
from jinguo.exchange.models import Batch
from jinguo.exchange.roster.fields import EITHER, REQUIRED, TITLES, Field

LONGEST_CELL = 12


class UploadForm(DeskForm):
    """A workbook, as it is, and what it holds."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it holds"), choices=Batch.Kind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy(
            "An .xlsx file, as you have it: title rows and your own column names may stay."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class ApplyForm(DeskForm):
    """
    What is to be done with the rows of a checked workbook.

    ``which`` is ``good`` to leave wrong rows out, ``all`` to write none when one is wrong.
    """

    which = forms.ChoiceField(choices=[("all", ""), ("good", "")])

    @property
    def choice(self) -> dict[str, Any]:
        """Return the choice as the action takes it."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "which"}
        return {"only_good": self.cleaned_data["which"] == "good", **rest}


class RosterForm(ApplyForm):
    """Whether households that are on the register with other details are brought up to date."""

    update = forms.BooleanField(required=False)


class ScoresForm(ApplyForm):
    """The day the households were visited and scored."""

    on = date_field(
        label=gettext_lazy("Scored on"),
        required=False,
        help_text=gettext_lazy("Left empty: today."),
    )


class VisitsForm(ApplyForm):
    """The day the visits were made."""

    on = date_field(
        label=gettext_lazy("Visited on"),
        required=False,
        help_text=gettext_lazy("Left empty: today."),
    )


APPLY: dict[str, type[ApplyForm]] = {
    Batch.Kind.ROSTER: RosterForm,
    Batch.Kind.SCORES: ScoresForm,
    Batch.Kind.VISITS: VisitsForm,
}


class PlaceForm(DeskForm):
    """On which sheet the households stand, and which of its rows has the headings."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    header_row = forms.ChoiceField(
        label=gettext_lazy("Row with the headings"),
        help_text=gettext_lazy("The households begin in the row below it."),
    )

    def __init__(self, preview: Preview) -> None:
        super().__init__(initial={"sheet": preview.sheet, "header_row": preview.header_row})
        self.fields["sheet"].choices = [(name, name) for name in preview.sheets]  # type: ignore[attr-defined]
        self.fields["header_row"].choices = [  # type: ignore[attr-defined]
            (0, _("There are no headings")),
            *((row.number, f"{row.number}: {line(row.cells)}") for row in preview.rows),
        ]


MOST_ROWS = 1_048_576
"""Rows of a sheet; it has fewer columns."""


class ColumnsForm(DeskForm):
    """
    Which column holds what; as guessed, as chosen before, or as chosen now.

    ``preview`` gives the choices; without it, it only reads what was chosen.
    """

    sheet = forms.CharField(required=False, widget=forms.HiddenInput)
    header_row = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_ROWS, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, preview: Preview | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in Field:
            self.fields[name.value] = forms.IntegerField(
                label=str(TITLES[name]),
                required=False,
                min_value=0,
                max_value=MOST_ROWS,
                widget=forms.Select(
                    attrs={"class": "form-select"},
                    choices=choices(preview, name) if preview else (),
                ),
                help_text=source(preview, name) if preview else "",
            )

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the choice as the action takes it."""
        data = self.cleaned_data
        places = {name.value: data[name.value] for name in Field}
        return {
            "sheet": data["sheet"],
            "header_row": data["header_row"],
            "mapping": {name: place for name, place in places.items() if place is not None},
        }

    def columns(self) -> list[forms.BoundField]:
        """Return the fields that choose a column."""
        return [self[name.value] for name in Field]

    def refuse(self, error: JinguoError) -> None:
        """Show a refusal, beside the columns it is about where it names some."""
        self.add_error(None, error.message)
        columns = error.fields.get("columns")
        for name in columns if isinstance(columns, list) else ():
            self.add_error(str(name), _("Choose the column."))


def choices(preview: Preview, name: Field) -> list[tuple[str | int, str]]:
    """Return the columns of a sheet as they are offered for a field."""
    none = _("choose …") if name in REQUIRED else _("not in this file")
    given: list[tuple[str | int, str]] = [(one.place, offered(one)) for one in preview.columns]
    return [("", none), *given]


def offered(column: Column) -> str:
    """Return a column by its letters, its heading and its first cells."""
    named = " ".join(filter(None, (letters(column.place), short(column.heading))))
    cells = line([cell for cell in column.cells if cell])
    return f"{named} — {cells}" if cells else named


def line(cells: Iterable[str]) -> str:
    """Return some cells in one short line."""
    return " · ".join(map(short, cells))


def short(text: str) -> str:
    """Return the beginning of a long cell."""
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def source(preview: Preview, name: Field) -> str:
    """Say from where a field's column was guessed, or that it has to be chosen."""
    place = preview.guessed.get(name)
    if place is not None:
        heading = next(one.heading for one in preview.columns if one.place == place)
        return _("Recognised by its heading: {column} {heading}").format(
            column=letters(place), heading=heading
        )
    if name in REQUIRED:
        return _("Needed; no heading was recognised. Choose the column by its cells.")
    if name in EITHER and not EITHER & set(preview.guessed):
        return _("Needed: the name of the village, or its code.")
    return ""
