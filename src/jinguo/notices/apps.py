from __future__ import annotations

from django.apps import AppConfig
from django.core import checks


class NoticesConfig(AppConfig):
    name = "jinguo.notices"
    label = "notices"

    def ready(self) -> None:
        from jinguo.notices.messages.checks import check_templates  # noqa: PLC0415  (models must be loaded)

        checks.register(check_templates, "messages")
