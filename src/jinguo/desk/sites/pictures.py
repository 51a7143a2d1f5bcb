"""Pictures for the public page of a site: added by consent, shown, taken off."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.core.blobs import Store
from jinguo.core.pictures.reading import LARGEST_FILE
from jinguo.core.web import picture_response, posted, refusal
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.sites.forms import PictureForm, TakeOffForm
from jinguo.desk.sites.tasks import BOTH, task
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import actions, files, policies, queries
from jinguo.sites.kinds import Kind
from jinguo.sites.models import Site, SitePicture


@dataclass(frozen=True)
class Card:
    """The pictures of a site; ``refusal`` says why none can be added."""

    pictures: list[SitePicture]
    href: str
    refusal: str


def card(actor: Actor, site: Site, kind: Kind) -> Card | None:
    """Return the pictures of a site; None where there are none and there is no public page for one."""
    found = list(queries.pictures_of(site))
    if not found and not kind.is_public:
        return None
    why = refusal(policies.check_add_picture, actor, site, kind, len(found))
    return Card(found, reverse("desk:add-site-picture", args=[site.id]), why or "")


@access(Capability.SITES_PROPOSE)
@require_http_methods(BOTH)
def add(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Take one picture with what is on it and why it may be shown."""
    today = timezone.localdate()
    site = queries.get_site(request.actor, site_id)
    kind, kept = queries.kind_of(site, today), queries.pictures_of(site).count()
    form = PictureForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refused_into(form, request):
            file, data = form.cleaned_data["picture"], form.cleaned_data
            actions.add_picture(
                actor=request.actor, site_id=site_id, data=file.read(LARGEST_FILE + 1),
                shows=data["shows"], consent=data["consent"], on=today, now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The picture is kept. It is public while the site is."))
            return redirect("desk:site", site_id)
    return task(
        request, site, form, title=_("Add a picture"), button=_("Keep the picture"),
        lede=_("Nobody has to send one. The rooms, the sign and the works say most."),
        refusal=refusal(policies.check_add_picture, request.actor, site, kind, kept),
    )  # fmt: skip


@access(Capability.SITES_VIEW)
@require_http_methods(BOTH)
def picture(request: DeskRequest, picture_id: UUID) -> HttpResponse:
    """Show one picture with its consent; take it off when a reason is sent."""
    found = queries.get_picture(request.actor, picture_id)
    form = TakeOffForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.take_picture_off(
                actor=request.actor, picture_id=picture_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("The picture is off the public page, and erased."))
            return redirect("desk:site", found.site_id)
    context = {
        "picture": found,
        "site": found.site,
        "form": form,
        "refusal": refusal(policies.check_change, request.actor, found.site),
    }
    return render_page(request, "desk/sites/picture.html", context, 422 if form.errors else 200)


@access(Capability.SITES_VIEW)
@require_GET
def picture_file(request: DeskRequest, picture_id: UUID) -> HttpResponseBase:
    """Send a picture of a site to who may see it."""
    return send(request, picture_id, files.PICTURES.pictures)


@access(Capability.SITES_VIEW)
@require_GET
def thumbnail(request: DeskRequest, picture_id: UUID) -> HttpResponseBase:
    """Send the small form of a picture of a site to who may see it."""
    return send(request, picture_id, files.PICTURES.thumbnails)


def send(request: DeskRequest, picture_id: UUID, store: Store) -> HttpResponseBase:
    """Send one of the two files of a picture; whether she may see it is asked every time."""
    found = queries.get_picture(request.actor, picture_id)
    return picture_response(request, store, found.id)
