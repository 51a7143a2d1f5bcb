"""
Certificates are numbered by county and year, without the id of the programme; numbers given stay.

The counters go on behind the numbers of their form that were given, in both directions.
"""

from collections import defaultdict

from django.apps.registry import Apps
from django.db import migrations, models


def by_county(apps: Apps, _editor: object) -> None:
    """Write the counters of counties and years anew."""
    begin(apps, {key: last for key, last in last_given(apps).items() if not key[1]})


def by_programme(apps: Apps, _editor: object) -> None:
    """Write the counters of programmes anew."""
    begin(apps, {key: last for key, last in last_given(apps).items() if key[1]})


def last_given(apps: Apps) -> dict[tuple[str, str, int], int]:
    """Return the last serial given, by county, programme (empty in a number without one) and year."""
    found: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    certificates = apps.get_model("activities", "Certificate").objects
    for number in certificates.values_list("number", flat=True).iterator():
        place, year, serial = number.rsplit("-", 2)
        county, _dash, programme = place.partition("-")
        key = county, programme, int(year)
        found[key] = max(found[key], int(serial))
    return found


def begin(apps: Apps, given: dict[tuple[str, str, int], int]) -> None:
    """Let the counters say what was given, and nothing else."""
    counters = apps.get_model("activities", "CertificateCounter").objects
    counters.all().delete()
    for (county, programme, year), last in given.items():
        of = {"programme": programme} if programme else {}
        counters.create(area=county, year=year, last=last, **of)


def empty(apps: Apps, _editor: object) -> None:
    """Take the counters away: those of the other form are written after the schema has changed."""
    apps.get_model("activities", "CertificateCounter").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("activities", "0010_session_moved")]
    operations = [
        migrations.RunPython(empty, by_programme),
        migrations.RemoveConstraint("certificatecounter", "one_certificate_counter"),
        migrations.RemoveField("certificatecounter", "programme"),
        migrations.AddConstraint(
            "certificatecounter",
            models.UniqueConstraint(fields=["area", "year"], name="one_certificate_counter"),
        ),
        migrations.RunPython(by_county, empty),
        migrations.AlterField(
            "activity", "fee_fen",
            models.PositiveIntegerField(default=0, help_text="Of each seat, paid on site, in fen."),
        ),
        migrations.AlterField(
            "series", "fee_fen",
            models.PositiveIntegerField(default=0, help_text="Of each seat, paid on site, in fen."),
        ),
    ]  # fmt: skip
