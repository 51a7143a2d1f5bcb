"""What every call is: a request of a program, with the actor it acts as."""

from __future__ import annotations

from django.http import HttpRequest

from jinguo.org.actor import Actor


class ApiRequest(HttpRequest):
    """A call with a good token; ``auth`` is whom it acts as."""

    auth: Actor
