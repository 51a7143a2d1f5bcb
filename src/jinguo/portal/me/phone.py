"""
She signs in with another phone: first the one she has shows a code, then the new one (trust.md R-088).

The code to the new phone goes out once the old one has shown its own, so that an open session alone sends
nothing to strangers. Until both are shown nobody learns whether the new phone is anybody's.
"""

from __future__ import annotations

from typing import Self

from django.contrib import messages as said
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.core.errors import Refused
from jinguo.core.identity import mask, mask_tail
from jinguo.core.web import posted
from jinguo.notices.messages import change_sign_in_phone
from jinguo.people import queries
from jinguo.people.actions import PhoneInUse
from jinguo.portal.accounts.codes import PhoneCode, count_for_account, sealed, unsealed
from jinguo.portal.accounts.forms import CodeForm, PhoneForm
from jinguo.portal.accounts.sign_in import status_of
from jinguo.portal.http import ResidentRequest, page, refused_into, resident, unkept


class NewPhoneForm(PhoneForm):
    """The phone she will sign in with, other than the one she has."""

    def __init__(self, *args: object, present: str, **more: object) -> None:
        super().__init__(*args, **more)
        self.present = present
        self.fields["phone"].label = gettext_lazy("New mobile number")

    def clean_phone(self) -> str:
        phone = super().clean_phone()
        if phone == self.present:
            self.add_error("phone", _("You sign in with this phone already. Enter the new one."))
        return phone


class OldPhoneCode(PhoneCode):
    """The code that the phone she has shows; it remembers for which new one."""

    key = "portal.code.old-phone"

    @classmethod
    def begin_for(cls, request: ResidentRequest, new: str) -> Self:
        """Send a code to the phone she signs in with. Raises as :meth:`begin` does."""
        process = cls.begin(request, queries.own_phone(request.actor))
        process.state["new_sealed"] = sealed(new)
        process.persist()
        return process

    @property
    def new(self) -> str:
        return unsealed(self.state["new_sealed"])


class NewPhoneCode(PhoneCode):
    """The code that the new phone shows; there is one only after the old phone has shown its own."""

    key = "portal.code.new-phone"


@resident
@require_http_methods(["GET", "POST"])
def phone(request: ResidentRequest) -> HttpResponseBase:
    """Ask for the new phone, and send a code to the one she has."""
    form = NewPhoneForm(posted(request), present=queries.own_phone(request.actor))
    if form.is_valid():
        with refused_into(form, field="phone"):
            count_for_account(request, "change_phone")
            forget(request)
            OldPhoneCode.begin_for(request, form.cleaned_data["phone"])
            return redirect("portal:phone-code")
    context = {"form": form, "tail": mask_tail(request.user.phone_tail)}
    return unkept(page(request, "me/phone.html", context, status_of(form)))


@resident
@require_http_methods(["GET", "POST"])
def code(request: ResidentRequest) -> HttpResponseBase:
    """Take the code of the phone she has, then that of the new one; then it is the one she signs in with."""
    process = under_way(request)
    if process is None:
        said.info(request, _("The code is over. Begin again."))
        return redirect("portal:phone")
    form = CodeForm(posted(request))
    if form.is_valid():
        with refused_into(form, field="code"):
            if process.proves(form.cleaned_data["code"]):
                return proven(request, process)
            if process.is_over:
                said.error(request, _("Five codes were wrong. Begin again."))
                return redirect("portal:phone")
            form.add_error("code", _("This is not the code we sent. Compare the six digits."))
    context = {
        "form": form,
        "phone": mask(process.phone),
        "is_new": isinstance(process, NewPhoneCode),
    }
    return unkept(page(request, "me/phone_code.html", context, status_of(form)))


@resident
@require_POST
def another_code(request: ResidentRequest) -> HttpResponse:
    """Send a new code to the phone whose turn it is."""
    process = under_way(request)
    if process is None:
        return redirect("portal:phone")
    count_for_account(request, "change_phone")
    if isinstance(process, OldPhoneCode):
        OldPhoneCode.begin_for(request, process.new)
    else:
        NewPhoneCode.begin(request, process.phone)
    said.success(request, _("A new code is on its way. The one before no longer counts."))
    return redirect("portal:phone-code")


def under_way(request: ResidentRequest) -> OldPhoneCode | NewPhoneCode | None:
    """Return the code whose turn it is; None when there is none, or its time is over."""
    return OldPhoneCode.resume(request) or NewPhoneCode.resume(request)


def forget(request: ResidentRequest) -> None:
    """Let no code of a change that was begun before count any more."""
    for kind in (OldPhoneCode, NewPhoneCode):
        request.session.pop(kind.key, None)


def proven(request: ResidentRequest, process: OldPhoneCode | NewPhoneCode) -> HttpResponse:
    """Go on after a right code: from the old phone to the new one, and from there to the change."""
    if isinstance(process, OldPhoneCode):
        try:
            NewPhoneCode.begin(request, process.new)
        except Refused as refused:
            said.error(request, refused.message)
            return redirect("portal:phone")
        return redirect("portal:phone-code")
    try:
        change_sign_in_phone(
            actor=request.actor,
            person_id=request.person.pk,
            phone=process.phone,
            now=timezone.now(),
        )
    except PhoneInUse as refused:
        said.error(request, refused.message)
        return redirect("portal:phone")
    said.success(
        request,
        _("From now on you sign in with the new phone. You were signed out everywhere else."),
    )
    return redirect("portal:profile")
