"""What people asked about their data, as those who answer and they themselves see it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, F
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import NotFound
from jinguo.people.models import DataRequest
from jinguo.people.models.requests import DataRequestQuerySet

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

REQUEST = "people_datarequest"


def requests(actor: Actor) -> DataRequestQuerySet:
    """Return the requests the actor can see, those that wait first, by their last day."""
    seen = DataRequest.objects.visible_to(actor).select_related("person", "area")
    return seen.order_by(F("ended_on").desc(nulls_first=True), "due_on", "id")


def count_requests(rows: DataRequestQuerySet) -> dict[str, int]:
    """Return how many of some requests there are in each state, every state named."""
    found = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in DataRequest.State.values}


def get_request(actor: Actor, request_id: UUID, *, lock: bool = False) -> DataRequest:
    """
    Return one request with its person and area.

    ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such request, or none this actor may see
    """
    seen = DataRequest.objects.visible_to(actor).select_related("person", "area")
    if lock:
        seen = seen.select_for_update(of=("self",))
    found = seen.filter(pk=request_id).first()
    if found is None:
        raise NotFound(_("There is no such request."))
    return found


def words_of(request: DataRequest) -> str:
    """Return what she asks in her own words; to be shown to who answers, and to her."""
    if request.words is None:
        return ""
    return crypto.unseal(REQUEST, "words", request.pk, bytes(request.words))


def requests_due(actor: Actor) -> list[DataRequest]:
    """Return the requests that wait for the actor's answer, the first due first."""
    if actor.is_resident:
        return []
    return list(DataRequest.objects.visible_to(actor).waiting().order_by("due_on", "id"))
