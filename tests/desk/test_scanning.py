"""A virus scanner looks at every upload before anything of it is kept; without one nothing changes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jinguo.exchange.models import Batch
from tests.make import desk, org

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    org.tree()
    return desk.desk()


@pytest.fixture
def scanner(settings, tmp_path):
    """A function that names a program as the scanner: a shell script with these lines."""

    def name(*lines):
        file = tmp_path / "scanner"
        file.write_text("\n".join(["#!/bin/sh", *lines, ""]))
        file.chmod(0o755)
        settings.JINGUO_SCANNER = f"{file} --no-summary -"

    return name


def bring(browser, data=b"a workbook"):
    file = SimpleUploadedFile("roster.xlsx", data)
    return browser.post("/desk/imports/", {"kind": "roster", "file": file})


LIKE_CLAMDSCAN = ('[ "$*" = "--no-summary -" ] || exit 2', "grep -q EVIL && exit 1", "exit 0")


def test_a_file_in_which_the_scanner_finds_nothing_is_taken_in(browser, scanner):
    scanner(*LIKE_CLAMDSCAN)

    assert bring(browser).status_code == 302
    assert Batch.objects.count() == 1


def test_a_harmful_file_is_refused_under_its_field_and_nothing_is_kept(browser, scanner, tmp_path):
    scanner(*LIKE_CLAMDSCAN)

    page = bring(browser, b"an EVIL workbook")

    assert page.status_code == 422
    assert "The virus scanner finds this file harmful" in page.content.decode()
    assert not Batch.objects.exists()
    assert not list(tmp_path.glob("files/**/*.sealed"))


@pytest.mark.parametrize("lines", [["exit 2"], ["kill -9 $$"]])
def test_while_the_scanner_fails_nothing_is_taken_in(browser, scanner, lines):
    scanner(*lines)

    page = bring(browser)

    assert "The virus scanner does not answer" in page.content.decode()
    assert not Batch.objects.exists()


def test_a_scanner_that_is_not_there_lets_nothing_in(browser, settings):
    settings.JINGUO_SCANNER = "/nowhere/clamdscan -"

    assert "The virus scanner does not answer" in bring(browser).content.decode()
    assert not Batch.objects.exists()


def test_without_a_scanner_files_are_taken_in_as_they_come(browser):
    assert bring(browser, b"an EVIL workbook").status_code == 302
