"""Django's rules for passwords, with our sentences: its Chinese leaves some out."""

from __future__ import annotations

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _


class LongEnough(rules.MinimumLengthValidator):
    """Refuse a password with fewer signs than ``min_length``."""

    def get_error_message(self) -> str:
        return _("The password must have at least %s signs.") % self.min_length


class Uncommon(rules.CommonPasswordValidator):
    """Refuse the 20,000 passwords that are tried first."""

    def get_error_message(self) -> str:
        return _("Too many people use this password. Choose another.")


class NotDigitsAlone(rules.NumericPasswordValidator):
    """Refuse phone numbers, ID numbers and dates."""

    def get_error_message(self) -> str:
        return _("The password must not be digits alone.")


class UnlikeTheName(rules.UserAttributeSimilarityValidator):
    """Refuse what is much like the user name, the name or its pinyin."""

    def __init__(self) -> None:
        super().__init__(user_attributes=["username", "name", "pinyin"])

    def get_error_message(self) -> str:
        return _("The password is too much like the name or the user name.")
