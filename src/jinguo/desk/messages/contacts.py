"""How someone said she may be reached: read before one calls her, written down and confirmed for her."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.notices import messages
from jinguo.notices.messages.forms import ReachForm, as_said
from jinguo.notices.messages.policies import check_contact
from jinguo.notices.messages.ways import VALID_FOR
from jinguo.notices.models import Channel, Purpose, SafeContact
from jinguo.org.roles import Capability
from jinguo.people import masking
from jinguo.people import queries as people
from jinguo.people.models import Person

CHANNELS = (
    (Channel.SMS.value, Channel.SMS.label),
    (Channel.EMAIL.value, Channel.EMAIL.label),
    ("", gettext_lazy("not by messages")),
)


class ContactForm(ReachForm):
    """What she says of how she may be reached, as it is written down for her."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = CHANNELS  # type: ignore[attr-defined]


@access(Capability.NOTICES_KEEP_CONTACTS)
@require_http_methods(["GET", "POST"])
def contact(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Show how someone may be reached, write down what she says, and read the word one says first."""
    person = people.get_person(request.actor, person_id)
    check_contact(request.actor, person)
    if request.method == "GET":
        return contact_page(request, person)
    purpose, act = request.POST.get("purpose", ""), request.POST.get("act", "")
    if purpose not in Purpose.values or act not in ("set", "confirm", "word"):
        return contact_page(request, person, status=422)
    given: dict[str, Any] = {
        "actor": request.actor, "person_id": person.pk, "purpose": purpose,
    }  # fmt: skip
    if act == "word":
        word = messages.read_code_word(**given) or _("She has named no word.")
        return contact_page(request, person, words={purpose: word})
    if act == "confirm":
        messages.confirm_safe_contact(now=timezone.now(), **given)
        flash.success(request, _("It still holds; noted."))
        return redirect("desk:safe-contact", person.pk)
    form = ContactForm(request.POST, auto_id=f"{purpose}-%s")
    if form.is_valid():
        with refused_into(form, request):
            said = messages.ContactIn(**form.cleaned_data)
            messages.set_safe_contact(contact=said, now=timezone.now(), **given)
            flash.success(request, _("Written down. It holds from now on."))
            return redirect("desk:safe-contact", person.pk)
    return contact_page(request, person, sent={purpose: form}, status=422)


def contact_page(
    request: DeskRequest,
    person: Person,
    *,
    sent: Mapping[str, ContactForm] | None = None,
    words: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page; ``sent`` is a form that was not taken, ``words`` are read on this page alone."""
    kept = {one.purpose: one for one in messages.contacts_of(person)}
    rows = [
        (
            purpose,
            kept.get(purpose),
            is_over(kept.get(purpose)),
            (sent or {}).get(purpose)
            or ContactForm(initial=as_said(kept.get(purpose)), auto_id=f"{purpose}-%s"),
            (words or {}).get(purpose, ""),
        )
        for purpose in Purpose
    ]
    context = {"name": masking.shown_name(request.actor, person.name, person.area_id), "rows": rows}
    response = render_page(request, "desk/messages/contact.html", context, status)
    response["Cache-Control"] = "no-store"
    return response


def is_over(kept: SafeContact | None) -> bool:
    """Say whether what she said for a sensitive matter has to be confirmed before anything is sent."""
    if kept is None or kept.purpose != Purpose.SENSITIVE:
        return False
    since: timedelta = timezone.now() - kept.checked_at
    return since >= VALID_FOR
