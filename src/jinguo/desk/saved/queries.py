"""An account's own saved filters; nobody sees another's."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.desk.models import SavedFilter
from jinguo.org.actor import Actor


def filters_of(actor: Actor) -> QuerySet[SavedFilter]:
    """Return the filters the actor keeps, list by list, in the order in which they were saved."""
    return SavedFilter.objects.filter(account=actor.own_account).order_by("list", "id")


def get_filter(actor: Actor, filter_id: UUID, *, lock: bool = False) -> SavedFilter:
    """
    Return one of the actor's own filters.

    ``lock`` holds its row until the transaction ends.

    :raises NotFound: there is none, or it is another's
    """
    rows = filters_of(actor)
    if lock:
        rows = rows.select_for_update()
    found = rows.filter(id=filter_id).first()
    if found is None:
        raise NotFound(_("There is no such saved filter."))
    return found
