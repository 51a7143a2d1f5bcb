"""The phone a resident signs in with, changed for one who no longer has the old one and came herself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jinguo.core.errors import Invalid
from jinguo.core.identity import check_mobile, check_phone
from jinguo.core.web import posted
from jinguo.desk.accounts.proof import proven
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people.editing import BOTH
from jinguo.desk.people.forms import name_field, passes, phone_field, reason_field
from jinguo.notices.messages import change_sign_in_phone
from jinguo.org.roles import Capability
from jinguo.people import queries


class SignInPhoneForm(DeskForm):
    """Whose account, by name and old phone, and the new phone, entered twice."""

    name = name_field(label=gettext_lazy("Her name"))
    former = phone_field()
    phone = phone_field()
    again = phone_field()
    is_seen = forms.BooleanField(
        label=gettext_lazy("She is here, and I have seen her ID card"),
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    spares_former = forms.BooleanField(
        label=gettext_lazy("Somebody else may have the old phone: do not tell it"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "former": _("The phone she signed in with"),
            "phone": _("The new phone"),
            "again": _("The new phone once more"),
        }
        for name, label in labels.items():
            self.fields[name].label, self.fields[name].required = label, True
            check = check_phone if name == "former" else check_mobile
            self.fields[name].validators = [passes(check)]
        self.fields["reason"].help_text = _(
            "It stands in the history: phone lost, number given up …"
        )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        both = [check_mobile(given[name]) for name in ("phone", "again") if name in given]
        if len(set(both)) > 1:
            self.add_error("again", _("The two numbers differ. Compare them with her."))
        return given

    def person(self, request: DeskRequest) -> UUID:
        """
        Return whose account it is.

        :raises Invalid: nobody within reach has this name and signs in with this phone
        """
        given = self.cleaned_data
        found = queries.find_resident(request.actor, given["name"].strip(), given["former"])
        if found is None:
            raise Invalid(
                _("Nobody here has this name and signs in with this phone. Check both."), former=""
            )
        return found.person.merged_into_id or found.person_id


@access(Capability.PEOPLE_UNMASK)
@require_http_methods(BOTH)
@proven(gettext_lazy("Change the phone"), keeps=False)
def sign_in_phone(request: DeskRequest) -> HttpResponse:
    """Let her sign in with a new phone, with a reason; the one before is told unless she forbade it."""
    form = SignInPhoneForm(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            change_sign_in_phone(
                actor=request.actor,
                person_id=form.person(request),
                phone=form.cleaned_data["phone"],
                reason=form.cleaned_data["reason"],
                may_tell_former=not form.cleaned_data["spares_former"],
                now=timezone.now(),
            )
            messages.success(request, _("She signs in with the new phone from now on."))
            return redirect("desk:households")
    context = {"form": form}
    return render_page(
        request, "desk/people/sign_in_phone.html", context, 422 if form.errors else 200
    )
