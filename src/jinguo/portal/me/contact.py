"""How she may be reached: for ordinary matters, and for those nobody near her may learn of (R-022)."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages as said
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.core.identity import mask_tail
from jinguo.notices import messages
from jinguo.notices.messages.forms import ReachForm, as_said
from jinguo.notices.models import Channel, Purpose, SafeContact
from jinguo.portal.http import ResidentRequest, page, refused_into, resident, sensitive


class ContactForm(ReachForm):
    """What she says of how she may be reached."""

    def __init__(self, *args: Any, open_id: str, **kwargs: Any) -> None:
        """Offer WeChat where she is known by ``open_id``; empty where no message comes that way."""
        super().__init__(*args, **kwargs)
        self.open_id = open_id
        channels = [Channel.SMS, *([Channel.WECHAT] if open_id else []), Channel.EMAIL]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            *((one.value, one.label) for one in channels),
            ("", gettext_lazy("not by messages; I look here")),
        ]
        if open_id:
            self.fields["address"].help_text = _("Nothing is needed here for WeChat.")

    def clean(self) -> dict[str, Any]:
        """Put the id by which WeChat knows her where others type a number."""
        data = super().clean() or self.cleaned_data
        if data.get("channel") == Channel.WECHAT:
            data["address"] = self.open_id
        return data


@resident
@sensitive
@require_http_methods(["GET", "POST"])
def contact(request: ResidentRequest) -> HttpResponseBase:
    """Show how she may be reached for each purpose, with the form that says otherwise."""
    purpose = request.POST.get("purpose", "")
    given = form_of(purpose, request, is_sent=True) if request.method == "POST" else None
    if given is not None and given.is_valid():
        with refused_into(given):
            messages.set_safe_contact(
                actor=request.actor,
                person_id=request.person.pk,
                purpose=purpose,
                contact=messages.ContactIn(**given.cleaned_data),
                now=timezone.now(),
            )
            said.success(request, _("Written down. It holds from now on."))
            return redirect("portal:contact")
    kept = {one.purpose: one for one in messages.contacts_of(request.person)}
    rows = [
        (one, kept.get(one), given if one == purpose else form_of(one, request, kept.get(one)))
        for one in Purpose
    ]
    context = {"rows": rows, "tail": mask_tail(request.user.phone_tail)}
    return page(request, "me/contact.html", context, 422 if given and given.errors else 200)


def form_of(
    purpose: str,
    request: ResidentRequest,
    kept: SafeContact | None = None,
    *,
    is_sent: bool = False,
) -> ContactForm:
    """
    Return the form of one purpose, with what was typed, or what she said before except what is sealed.

    :raises Http404: there is no such purpose
    """
    if purpose not in Purpose.values:
        raise Http404
    return ContactForm(
        request.POST if is_sent else None,
        initial=as_said(kept),
        auto_id=f"{purpose}-%s",
        open_id=open_id_of(request) if purpose == Purpose.ORDINARY else "",
    )


def open_id_of(request: ResidentRequest) -> str:
    """
    Return by what id WeChat knows her, once she has connected it; empty where no message goes that way.

    The account's name stands over each of its messages, so nothing sensitive is ever sent by it.
    """
    if settings.JINGUO_MESSAGES["wechat"] == "off":
        return ""
    connected = SocialAccount.objects.filter(user=request.user, provider="weixin").first()
    return connected.uid if connected else ""


@resident
@require_POST
def confirm(request: ResidentRequest, purpose: str) -> HttpResponse:
    """Write down that what she said still holds."""
    messages.confirm_safe_contact(
        actor=request.actor, person_id=request.person.pk, purpose=purpose, now=timezone.now()
    )
    said.success(request, _("It still holds; noted."))
    return redirect("portal:contact")
