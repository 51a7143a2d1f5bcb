"""
Filters kept, renamed and dropped by the account they belong to.

They are an account's own convenience, not work: nothing of this stands on the trail.
"""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, Refused
from jinguo.core.locks import hold
from jinguo.desk.models import SavedFilter
from jinguo.desk.saved import queries
from jinguo.org.actor import Actor

MOST = 12  # filters of one list; more would not be found again


class NameTaken(Refused):
    """The account keeps another filter of this list under the name."""


class TooManyFilters(Refused):
    """The account keeps as many filters of this list as it can."""


@transaction.atomic
def save_filter(*, actor: Actor, of: str, name: str, query: str) -> SavedFilter:
    """
    Keep a filter of a list under a name.

    ``of`` is a value of :class:`SavedFilter.List`; ``query`` is what
    :func:`jinguo.desk.saved.filters.narrowed` returns for the list as it stands.

    :raises Invalid: no such list, or the list is not narrowed, or by more than can be kept
    :raises TooManyFilters: there are :data:`MOST` of this list
    :raises NameTaken: the name is in use for this list
    """
    if of not in SavedFilter.List.values:
        raise Invalid(_("There is no such list."))
    if not query:
        raise Invalid(_("The list is not narrowed. Choose a filter first, then save it."))
    if len(query) > SavedFilter.QUERY:
        raise Invalid(_("This filter is too long to be kept."))
    hold(f"desk.saved-filters:{actor.own_account}")
    if queries.filters_of(actor).filter(list=of).count() >= MOST:
        raise TooManyFilters(
            _("You keep %d filters of this list. Delete one you no longer use first.") % MOST
        )
    saved = SavedFilter(account_id=actor.own_account, list=of, name=name, query=query)
    return _store(saved)


@transaction.atomic
def rename_filter(*, actor: Actor, filter_id: UUID, name: str) -> None:
    """
    Give a saved filter another name.

    :raises NotFound: the actor keeps no such filter
    :raises NameTaken: the name is in use for this list
    """
    saved = queries.get_filter(actor, filter_id, lock=True)
    saved.name = name
    _store(saved)


@transaction.atomic
def delete_filter(*, actor: Actor, filter_id: UUID) -> None:
    """
    Drop a saved filter.

    :raises NotFound: the actor keeps no such filter
    """
    queries.get_filter(actor, filter_id, lock=True).delete()


def _store(saved: SavedFilter) -> SavedFilter:
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as clash:
        sentence = _("You keep a filter of this list under this name. Choose another name.")
        raise NameTaken(sentence, name=sentence) from clash
    return saved
