"""The translations' catalogues: updated only by what the sources say, whatever the day."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from click.testing import CliRunner

from jinguo.cli import messages

SOURCE = (
    'from django.utils.translation import gettext as _\n\nB = _("%s of them")\nA = _("Applied.")\n'
)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with one app and one text or two."""
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/apps.py").write_text(SOURCE)
    return tmp_path


@pytest.fixture
def catalogue(package):
    return package / "shop/locale/zh_Hans/LC_MESSAGES/django.po"


def run(word, *, on=dt.datetime(2026, 11, 24, 3)):
    with time_machine.travel(on):
        return CliRunner().invoke(messages.command, [word])


def test_a_second_update_changes_nothing_whatever_the_day(catalogue):
    run("update")
    first = catalogue.read_bytes()
    written = catalogue.stat().st_mtime_ns

    run("update", on=dt.datetime(2031, 5, 5, 3))

    assert catalogue.read_bytes() == first
    assert catalogue.stat().st_mtime_ns == written
    assert b"2026" not in first


def test_two_runs_on_different_days_write_the_same(package, catalogue):
    run("update")
    first = catalogue.read_bytes()
    catalogue.unlink()
    run("update", on=dt.datetime(2031, 5, 5, 3))

    assert catalogue.read_bytes() == first


def test_an_update_keeps_the_head_and_the_translations_and_drops_what_is_gone(package, catalogue):
    run("update")
    text = catalogue.read_text().replace(
        'msgid "Applied."\nmsgstr ""', 'msgid "Applied."\nmsgstr "已应用。"'
    )
    catalogue.write_text(
        text.replace('"Language: zh_Hans\\n"', '"Language: zh_Hans\\n"\n"X-By: hand\\n"')
    )
    (package / "shop/apps.py").write_text(SOURCE.replace('B = _("%s of them")', 'B = _("None.")'))

    run("update")

    after = catalogue.read_text()
    assert '"X-By: hand\\n"' in after
    assert 'msgstr "已应用。"' in after
    assert 'msgid "None."' in after
    assert "of them" not in after


def test_what_was_updated_compiles_and_is_found_wanting_until_it_is_translated(catalogue):
    run("update")
    wanting = run("check")
    assert wanting.exit_code == 1
    assert "no translation of 'Applied.'" in wanting.output

    text = catalogue.read_text()
    for english, chinese in {"Applied.": "已应用。", "%s of them": "%s 个"}.items():
        text = text.replace(
            f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{chinese}"'
        )
    catalogue.write_text(text)
    assert run("check").exit_code == 0
    assert run("compile").exit_code == 0
    assert catalogue.with_suffix(".mo").stat().st_size > 0


def test_a_translation_without_the_placeholder_of_its_source_is_found(catalogue):
    run("update")
    text = catalogue.read_text().replace(
        'msgid "%s of them"\nmsgstr ""', 'msgid "%s of them"\nmsgstr "％s 个"'
    )
    catalogue.write_text(text)

    wanting = run("check")

    assert wanting.exit_code == 1
    assert "the translation of '%s of them' has other placeholders" in wanting.output


@pytest.mark.parametrize("other, is_sound", [("已申报", True), ("已写入", False)])
def test_one_text_has_one_translation_in_all_catalogues(package, catalogue, other, is_sound):
    (package / "shed").mkdir()
    (package / "shed/apps.py").write_text(SOURCE)
    run("update")
    for file, said in (
        (catalogue, "已申报"),
        (package / "shed/locale/zh_Hans/LC_MESSAGES/django.po", other),
    ):
        text = file.read_text().replace(
            'msgid "Applied."\nmsgstr ""', f'msgid "Applied."\nmsgstr "{said}"'
        )
        file.write_text(
            text.replace('msgid "%s of them"\nmsgstr ""', 'msgid "%s of them"\nmsgstr "%s 个"')
        )

    checked = run("check")

    assert (checked.exit_code == 0) == is_sound, checked.output
    assert ("Applied." in checked.output and "shed" in checked.output) != is_sound
