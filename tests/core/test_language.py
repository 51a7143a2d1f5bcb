"""How a day is said in the reader's language."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from jinguo.core.language import day_text, with_weekday

THURSDAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "12月3日 星期四"), ("en", "Thursday, December 3")]
)
def test_a_weekday_stands_where_the_language_has_it(language, said):
    with translation.override(language):
        assert with_weekday(day_text(THURSDAY), THURSDAY) == said
