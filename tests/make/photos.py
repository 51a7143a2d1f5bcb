"""Pictures added by the act itself, and sheets that ask for one."""

from __future__ import annotations

from jinguo.assess import actions
from jinguo.assess.models import Application, Photo, Recognition, Sheet
from tests.make import assess
from tests.make.pictures import photo

SMALL = (320, 240)


def picture(thing: Application | Recognition, *, number: int = 1, **given: object) -> Photo:
    """A picture of a drawn yard, sent by the village chair; ``number`` says which yard."""
    return actions.add_photo(
        **{
            "actor": assess.officer("village-chair", thing.area_id),
            "of": "application" if isinstance(thing, Application) else "recognition",
            "thing_id": thing.id,
            "data": photo(number, SMALL),
            "now": assess.noon(),
            **given,
        }
    )


def asks_for_picture(row: Application, item: str = "yard") -> Application:
    """An application whose sheet asks for a picture of one item as evidence."""
    items = [{**one, "evidence": "photo"} if one["id"] == item else one for one in row.sheet.items]
    Sheet.objects.filter(id=row.sheet_id).update(items=items)
    return row
