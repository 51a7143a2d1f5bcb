"""Pictures of a household: sent, several at once; shown to those who may see them; withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.assess import actions, files, policies, queries, states
from jinguo.assess.ladders import as_sheet
from jinguo.assess.models import Photo
from jinguo.core.blobs import Store
from jinguo.core.errors import NotFound, Refused
from jinguo.core.pictures.reading import LARGEST_FILE
from jinguo.core.web import picture_response, posted, refusal
from jinguo.desk.assess.photo_cards import Thing, application_of, card, judges, kind_of
from jinguo.desk.assess.photo_forms import PhotosForm, ReasonForm, SheetPhotosForm
from jinguo.desk.errors import note_refusal, refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

PAGES = {states.APPLICATION: "desk:application", states.RECOGNITION: "desk:recognition"}


def get_thing(actor: Actor, of: str, thing_id: UUID) -> Thing:
    """
    Return the application, or the level held, that an address names.

    :raises NotFound: neither, or out of reach
    """
    if of == states.APPLICATION:
        return queries.get_application(actor, thing_id)
    if of == states.RECOGNITION:
        return queries.get_recognition(actor, thing_id)
    raise NotFound(_("Pictures belong to an application or to a level held."))


@access(Capability.ASSESS_APPLY)
@require_http_methods(["GET", "POST"])
def add(request: DeskRequest, of: str, thing_id: UUID) -> HttpResponse:
    """Take pictures, several at once; those that cannot be kept are named with the reason."""
    thing = get_thing(request.actor, of, thing_id)
    sheet = as_sheet(application_of(thing).sheet)
    first = {"role": request.GET.get("role"), "item": request.GET.get("item", "")}
    form = PhotosForm(posted(request), request.FILES or None, sheet=sheet, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        kept, faults = take(request, thing, data["pictures"], data["item"], data["role"])
        if kept:
            messages.success(request, kept_text(kept))
        elif not faults:
            messages.info(request, _("Nothing was added: these pictures are here already."))
        if not faults:
            return redirect(PAGES[of], thing_id)
        for fault in faults:
            form.add_error("pictures", fault)
    context = {
        "form": form,
        "photos": card(request.actor, thing),
        "household": thing.household,
        "back": reverse(PAGES[of], args=[thing_id]),
        "refusal": refusal(policies.check_add_photo, request.actor, thing),
    }
    return render_page(request, "desk/assess/add_photos.html", context, 422 if form.errors else 200)


def take(
    request: DeskRequest,
    thing: Thing,
    sent: Sequence[UploadedFile[bytes]],
    item: str,
    role: str = Photo.Role.PLAIN,
) -> tuple[int, list[str]]:
    """
    Keep pictures one by one; return how many were added, and a sentence about each that cannot be kept.

    What is sent a second time is neither.
    """
    faults, now = [], timezone.now()
    added = set()
    for file in sent:
        try:
            photo = actions.add_photo(
                actor=request.actor,
                of=kind_of(thing),
                thing_id=thing.id,
                data=file.read(LARGEST_FILE + 1),
                item=item,
                role=role,
                now=now,
            )
            added |= {photo.id} if photo.at == now else set()
        except Refused as refused:
            note_refusal(request, refused)
            faults.append(f"{file.name}: {refused.message}")
    return len(added), faults


def take_with_sheet(request: DeskRequest, thing: Thing) -> SheetPhotosForm:
    """Keep what was sent with a score sheet and return the form, with a sentence about what was not."""
    sheet = as_sheet(application_of(thing).sheet)
    form = SheetPhotosForm(posted(request), request.FILES or None, sheet=sheet)
    if form.is_valid():
        for name, item in form.of_field.items():
            _kept, faults = take(request, thing, form.cleaned_data[name], item)
            for fault in faults:
                form.add_error(name, fault)
    return form


def kept_text(count: int) -> str:
    """Say that pictures are kept."""
    return ngettext("%(count)d picture is kept.", "%(count)d pictures are kept.", count) % {
        "count": count
    }


@access(Capability.ASSESS_VIEW)
@require_http_methods(["GET", "POST"])
def photo(request: DeskRequest, photo_id: UUID) -> HttpResponse:
    """Show one picture: of what, who sent it, and what looks like it; erase it when a reason is sent."""
    found = queries.get_photo(request.actor, photo_id)
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            actions.withdraw_photo(
                actor=request.actor, photo_id=photo_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("The picture is withdrawn and erased."))
            return redirect(page_of(found))
    return photo_page(request, found, form)


def page_of(found: Photo) -> str:
    """Return the address of the page a picture belongs to."""
    if found.recognition_id:
        return reverse("desk:recognition", args=[found.recognition_id])
    return reverse("desk:application", args=[found.application_id])


def photo_page(request: DeskRequest, found: Photo, form: ReasonForm) -> HttpResponse:
    """Show a picture with the form that withdraws it."""
    actor, application = request.actor, found.application
    items = {item.id: item for item in as_sheet(application.sheet).items}
    alike = queries.alike(actor, [found.id]).get(found.id, []) if judges(actor, application) else []
    context = {
        "photo": found,
        "title": items[found.item].label if found.item else _("The yard as a whole"),
        "household": application.household,
        "area": application.area,
        "back": page_of(found),
        "near": [one.photo for one in alike if one.photo],
        "far": sum(one.photo is None for one in alike),
        "form": form,
        "refusal": refusal(policies.check_withdraw_photo, actor, found),
    }
    return render_page(request, "desk/assess/photo.html", context, 422 if form.errors else 200)


@access(Capability.ASSESS_VIEW)
@require_GET
def picture(request: DeskRequest, photo_id: UUID) -> HttpResponseBase:
    """Send a picture to who may see it."""
    return send(request, photo_id, files.PHOTOS.pictures)


@access(Capability.ASSESS_VIEW)
@require_GET
def thumbnail(request: DeskRequest, photo_id: UUID) -> HttpResponseBase:
    """Send the small form of a picture to who may see it."""
    return send(request, photo_id, files.PHOTOS.thumbnails)


def send(request: DeskRequest, photo_id: UUID, store: Store) -> HttpResponseBase:
    """Send one of the two files of a picture; whether she may see it is asked every time."""
    found = queries.get_photo(request.actor, photo_id)
    return picture_response(request, store, found.id)
