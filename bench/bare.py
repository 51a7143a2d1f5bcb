"""The least Django can do: one view, no middleware, no database. What the portal is measured against."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bench", MIDDLEWARE=[])


def view(request: HttpRequest) -> HttpResponse:
    """Answer with a word."""
    return HttpResponse("ok", headers={"Content-Length": "2"})  # which CommonMiddleware would set


urlpatterns = [path("", view)]
application = get_wsgi_application()
