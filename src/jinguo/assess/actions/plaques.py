"""Plaque numbers: one series a county, programme and year, without gaps."""

from __future__ import annotations

from django.db import connection

from jinguo.assess.models import PlaqueCounter

COUNTY = 6  # digits of the code of the area that counts its plaques

TAKE = """
UPDATE assess_plaquecounter SET last = last + %s
WHERE area = %s AND programme = %s AND year = %s
RETURNING last
"""


def take_serials(*, county: str, programme: str, year: int, count: int) -> range:
    """
    Return the next ``count`` serials of a series and keep it locked until the transaction ends.

    The counter's row is the lock: another taker waits, and gets these very numbers when this
    transaction is rolled back. So none is given twice and none is lost.
    """
    PlaqueCounter.objects.bulk_create(
        [PlaqueCounter(area=county, programme=programme, year=year)], ignore_conflicts=True
    )
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [count, county, programme, year])
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)
