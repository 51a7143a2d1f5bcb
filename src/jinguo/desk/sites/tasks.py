"""One page for every act on a site that asks something: its form, its button, or why it cannot be done."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse

from jinguo.desk.http import DeskRequest, render_page
from jinguo.sites.models import Site

BOTH = ["GET", "POST"]


def task(
    request: DeskRequest,
    site: Site,
    form: forms.Form,
    *,
    title: str,
    button: str,
    refusal: str | None,
    lede: str = "",
    is_grave: bool = False,
) -> HttpResponse:
    """Show the page of an act, with what was wrong with its form."""
    context = {
        "site": site,
        "form": form,
        "title": title,
        "button": button,
        "lede": lede,
        "is_grave": is_grave,
        "refusal": refusal,
    }
    return render_page(request, "desk/sites/task.html", context, 422 if form.errors else 200)
