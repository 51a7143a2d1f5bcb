"""Choosers of pictures: for a yard, for each item of a score sheet; and why one is withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.assess.ladders import Sheet
from jinguo.assess.models import Photo
from jinguo.desk.forms import DeskForm
from jinguo.desk.pictures import PicturesField


class PhotosForm(DeskForm):
    """Pictures, of what, and whether before or after."""

    pictures = PicturesField(
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy(
            "Several at once, from the camera or the album. Place, time and whatever else the file says of"
            " itself are removed."
        ),
    )
    item = forms.ChoiceField(label=gettext_lazy("What they show"), required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Taken"), choices=Photo.Role.choices, initial=Photo.Role.PLAIN
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            ("", _("The yard as a whole")),
            *((item.id, item.label) for item in sheet.items),
        ]


class SheetPhotosForm(DeskForm):
    """Pictures sent with a score sheet: of each item the plan asks one of, and of the yard."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_field = {f"photos-{item.id}": item.id for item in sheet.photographed} | {
            "photos": ""
        }
        labels = {item.id: item.label for item in sheet.photographed}
        for name, item in self.of_field.items():
            field = PicturesField(
                label=labels.get(item) or _("Other pictures, where they help"),
                help_text=_("The plan asks for one as evidence.") if item else "",
                required=False,
            )
            field.widget.attrs["class"] = "form-control"
            self.fields[name] = field


class ReasonForm(DeskForm):
    """Why a picture is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("The picture is erased; who sent it, when and this reason stay."),
    )
