from __future__ import annotations

from django.apps import AppConfig
from django.core import checks


class PeopleConfig(AppConfig):
    name = "jinguo.people"
    label = "people"

    def ready(self) -> None:
        from jinguo.people.privacy import check_register  # noqa: PLC0415  (models must be loaded)

        checks.register(check_register, "privacy")
