"""The form at the door, filled as people do, and what the trail says of it."""

from allauth.mfa.totp.internal.auth import hotp_value
from django.test import Client
from django.utils import timezone

from jinguo.audit.models import Event
from tests.make import desk

SIGN_IN = "/sign-in/login/"


def sign_in(username, password=desk.PASSWORD, browser=None):
    """Fill the sign-in form; return the answer."""
    return (browser or Client()).post(SIGN_IN, {"login": username, "password": password})


def noted(action="org.sign-in"):
    """What the trail says of an act: (result, purpose, account), oldest first."""
    found = Event.objects.filter(action=action).order_by("xid", "id")
    return list(found.values_list("result", "purpose", "object_id"))


def code_of(secret):
    """The six digits an app shows now."""
    return f"{hotp_value(secret, int(timezone.now().timestamp()) // 30):06}"
