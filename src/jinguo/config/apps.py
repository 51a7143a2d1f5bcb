from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    name = "jinguo.config"
    label = "config"

    def ready(self) -> None:
        from jinguo.config import checks, wiring  # noqa: PLC0415  (models must be loaded first)

        wiring.connect()
        checks.connect()
