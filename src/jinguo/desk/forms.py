"""The forms of the workbench, which look as every form does."""

from __future__ import annotations

from jinguo.core.forms import PageForm as DeskForm
from jinguo.core.forms import css_class, date_field

__all__ = ["DeskForm", "css_class", "date_field"]
