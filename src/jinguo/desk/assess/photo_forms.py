"""Choosers of pictures: for a yard, for each item of a score sheet; and why one is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.assess.ladders import Sheet
from jinguo.assess.models import Photo
from jinguo.desk.forms import DeskForm

MOST_AT_ONCE = 10
ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif"}


class PicturesInput(forms.ClearableFileInput):
    """A chooser of several files; on a phone it offers the camera too."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*", "multiple": True})


class PicturesField(forms.FileField):
    """Several pictures; its value is a list of uploaded files."""

    widget = PicturesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """
        Return the files sent.

        :raises ValidationError: none though one must be, more than 10, or one not called as a picture is
        """
        sent = [one for one in data or [] if one]
        if self.required and not sent:
            raise forms.ValidationError(_("Choose at least one picture."))
        if len(sent) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Send at most %(most)d pictures at once.") % {"most": MOST_AT_ONCE}
            )
        check_names(sent)
        return [super(PicturesField, self).clean(one, initial) for one in sent]


class PictureField(forms.FileField):
    """One picture; on a phone it offers the camera too."""

    widget = forms.FileInput({"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """
        Return the file sent.

        :raises ValidationError: none though one must be, or one not called as a picture is
        """
        sent = super().clean(data, initial)
        check_names([sent] if sent else [])
        return sent


def check_names(sent: Sequence[UploadedFile[bytes]]) -> None:
    """
    Pass when files are called as pictures are.

    :raises ValidationError: one is not
    """
    names = [one.name or "" for one in sent]
    odd = [one for one in names if PurePath(one).suffix.lower() not in ENDINGS]
    if odd:
        raise forms.ValidationError(
            _("%(names)s: only pictures can be sent, in JPEG, PNG, WebP, HEIC or AVIF.")
            % {"names": ", ".join(odd)}
        )


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
