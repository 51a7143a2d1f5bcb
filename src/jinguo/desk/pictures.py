"""Choosers of pictures: one, or several at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

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
