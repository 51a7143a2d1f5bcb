from __future__ import annotations

import pytest
from django.db import connection

from jinguo.cli import clearing
from jinguo.core.errors import Refused
from jinguo.org.models import Area
from tests.make import org as make

pytestmark = pytest.mark.django_db


def test_work_that_is_no_demonstration_is_not_dropped(monkeypatch):
    dropped = []
    monkeypatch.setattr(clearing.postgres, "drop_database", lambda *names: dropped.append(names))
    make.area()

    for act in (clearing.drop_demo, clearing.sign, clearing.check_droppable):
        with pytest.raises(Refused, match="not a demonstration"):
            act()

    assert not dropped
    assert not clearing.is_signed()
    assert Area.objects.exists()


def test_an_unused_database_is_signed_and_may_then_be_dropped_with_its_work():
    clearing.sign()
    make.area()

    assert clearing.is_signed()
    clearing.check_droppable()


def test_a_database_shared_with_another_program_is_neither_signed_nor_dropped(monkeypatch):
    dropped = []
    monkeypatch.setattr(clearing.postgres, "drop_database", lambda *names: dropped.append(names))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_another_program (id int)")

    for act in (clearing.drop_demo, clearing.sign):
        with pytest.raises(Refused, match="not a demonstration"):
            act()

    assert not dropped
    assert "of_another_program" in connection.introspection.table_names()


def test_an_unsigned_database_is_left_as_it_is(monkeypatch):
    dropped = []
    monkeypatch.setattr(clearing.postgres, "drop_database", lambda *names: dropped.append(names))
    monkeypatch.setattr(clearing.shutil, "rmtree", lambda *_folders, **_more: None)

    clearing.drop_demo()

    assert not dropped
