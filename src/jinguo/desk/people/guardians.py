"""Recording who is guardian of a child on the register, after seeing papers."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jinguo.core.errors import Invalid
from jinguo.core.web import posted
from jinguo.desk.forms import DeskForm, date_field
from jinguo.desk.http import DeskRequest, access
from jinguo.desk.people.editing import BOTH, finish, household_edited
from jinguo.org.roles import Capability
from jinguo.people import actions, masking, queries
from jinguo.people.models import GUARDIAN_OF, Guardianship, Person

SEEN = (Guardianship.Verified.PAPER, Guardianship.Verified.HOUSEHOLD)


class GuardianForm(DeskForm):
    """Who the guardian is, what she is to the child, and how that is known."""

    name = forms.CharField(label=gettext_lazy("Name of the guardian"), max_length=40)
    phone = forms.CharField(label=gettext_lazy("Her phone"), max_length=20)
    relation = forms.ChoiceField(
        label=gettext_lazy("What she is to the child"), choices=GUARDIAN_OF
    )
    verified = forms.ChoiceField(
        label=gettext_lazy("How it is known"), choices=[(one.value, one.label) for one in SEEN]
    )
    from_on = date_field(label=gettext_lazy("From"))


@access(Capability.PEOPLE_EDIT)
@require_http_methods(BOTH)
def record_guardian(request: DeskRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """Record the guardian of a child of this household; she then has it on her own pages."""
    found = household_edited(request, household_id)
    member = queries.get_member(found, person_id, timezone.localdate())
    form = GuardianForm(posted(request), initial={"from_on": timezone.localdate()})

    def act() -> None:
        given = form.cleaned_data
        actions.record_guardianship(
            actor=request.actor,
            guardian_id=guardian_named(given["name"], given["phone"]).pk,
            child_id=person_id,
            relation=given["relation"],
            verified=given["verified"],
            from_on=given["from_on"],
            now=timezone.now(),
        )

    name = masking.shown_name(request.actor, member.person.name, found.area_id)
    return finish(
        request, found, form, act,
        title=_("Guardian of {name}").format(name=name), button=_("Record the guardian"),
        done=_("She is on record as the guardian, and finds the child on her own pages."),
        lede=_("See the household booklet or the birth certificate first."),
    )  # fmt: skip


def guardian_named(name: str, phone: str) -> Person:
    """
    Return the person on the register with this name and phone.

    :raises Invalid: nobody has both
    """
    found = queries.find_by_name_and_phone(name.strip(), phone)
    if found is None:
        raise Invalid(
            _(
                "Nobody on the register has this name and phone. Check both; who is not on it yet signs in"
                " on the public pages once."
            ),
            phone="",
        )
    return found
