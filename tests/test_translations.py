"""The Indonesian catalogue over the packages' own English: whole, sound, and the one that people read."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings as live_settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from wagtail.admin.views.i18n import js_catalog

from scripts import check_translations, compile_translations

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def copy_of_catalogues(tmp_path: Path) -> Path:
    for domain in check_translations.DOMAINS:
        source = check_translations.CATALOGUES / f"{domain}.po"
        (tmp_path / source.name).write_bytes(source.read_bytes())
    return tmp_path


@pytest.fixture
def indonesian(tmp_path: Path, settings):
    """Language id with our catalogue freshly compiled, so that a stale .mo on this machine proves nothing."""
    folder = tmp_path / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain in check_translations.DOMAINS:
        source = check_translations.CATALOGUES / f"{domain}.po"
        (folder / source.name).write_bytes(source.read_bytes())
    compile_translations.compile_catalogues(tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    with translation.override("id"):
        yield


def spoil(folder: Path, msgid: str, change: Callable[[polib.POFile, polib.POEntry], None]) -> list[str]:
    """The problems found after a change to one entry of the copied django.po."""
    catalogue = polib.pofile(folder / "django.po")
    change(catalogue, catalogue.find(msgid))
    catalogue.save()
    return check_translations.check(folder)[0]


def test_the_catalogues_have_no_problem():
    assert check_translations.check()[0] == []


def test_a_removed_entry_is_reported_as_untranslated(copy_of_catalogues):
    problems = spoil(copy_of_catalogues, "Request changes", lambda catalogue, entry: catalogue.remove(entry))
    assert problems == ["django.po: 'Request changes' is not translated"]


@pytest.mark.parametrize(
    ("msgid", "spoilt", "words"),
    [
        ("%(user_name)s saved a new version", "Ada versi baru yang disimpan", "has other placeholders"),
        ("<b>'{title}' is locked</b>.", "<b>'{judul}' terkunci</b>.", "has other placeholders"),
        ("You have <span>unsaved edits</span>", "Ada perubahan yang belum disimpan", "has other HTML tags"),
        ("Locale: ", "Bahasa:", "has other trailing blanks"),
        ("Approve", "", "is empty"),
    ],
)
def test_a_spoilt_translation_is_reported(copy_of_catalogues, msgid, spoilt, words):
    problems = spoil(copy_of_catalogues, msgid, lambda _, entry: setattr(entry, "msgstr", spoilt))
    assert any(words in problem and repr(msgid) in problem for problem in problems)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _, entry: entry.flags.append("fuzzy"), "is fuzzy"),
        (lambda _, entry: setattr(entry, "obsolete", True), "is obsolete"),
        (lambda catalogue, entry: catalogue.append(entry), "stands twice"),
    ],
)
def test_an_entry_that_gettext_would_not_use_is_reported(copy_of_catalogues, change, words):
    assert any(words in problem for problem in spoil(copy_of_catalogues, "Approve", change))


def test_a_second_plural_form_is_reported(copy_of_catalogues):
    problems = spoil(
        copy_of_catalogues, "Delete 1 page", lambda _, entry: entry.msgstr_plural.update({1: "Hapus halaman"})
    )
    assert problems[0] == ("django.po: 'Delete 1 page' needs exactly one plural form (Indonesian has one)")


def test_a_counted_string_translated_without_counting_is_reported(copy_of_catalogues):
    def uncount(_: polib.POFile, entry: polib.POEntry) -> None:
        entry.msgid_plural, entry.msgstr_plural, entry.msgstr = "", {}, "Hapus satu halaman"

    problems = spoil(copy_of_catalogues, "Delete 1 page", uncount)
    assert problems == ["django.po: 'Delete 1 page' is counted on one side only"]


def test_a_string_that_an_upgrade_brings_is_reported():
    new = polib.POEntry(msgid="Teleport this page")
    assert check_translations.coverage_problems([new], [], []) == ["'Teleport this page' is not translated"]


def test_a_string_that_its_package_translates_needs_nothing_from_us_unless_its_placeholder_is_broken():
    asked = polib.POEntry(msgid="Used %(count)s times")
    sound = polib.POEntry(msgid="Used %(count)s times", msgstr="Dipakai %(count)s kali")
    broken = polib.POEntry(msgid="Used %(count)s times", msgstr="Dipakai %(coun)s kali")
    assert check_translations.coverage_problems([asked], [sound], []) == []
    assert len(check_translations.coverage_problems([asked], [broken], [])) == 1
    assert check_translations.coverage_problems([asked], [broken], [sound]) == []


def test_a_package_in_scope_that_is_not_there_stops_the_check(monkeypatch):
    monkeypatch.setitem(check_translations.SCOPE, "wagtail/nowhere", "en")
    with pytest.raises(LookupError, match="wagtail/nowhere"):
        check_translations.check()


def test_only_a_changed_catalogue_is_compiled(tmp_path):
    folder = tmp_path / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "b"\n'
    )
    target = source.with_suffix(".mo")
    assert compile_translations.compile_catalogues(tmp_path) == [target]
    assert compile_translations.compile_catalogues(tmp_path) == []
    written = target.stat().st_mtime
    os.utime(source, (written + 5, written + 5))
    assert compile_translations.compile_catalogues(tmp_path) == [target]
    assert [entry.msgstr for entry in polib.mofile(target)] == ["b"]


def test_the_settings_look_where_the_catalogue_is():
    assert ROOT / "locale" in [Path(path) for path in live_settings.LOCALE_PATHS]


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("Approve", "Setujui"),
        ("Submit for moderation", "Kirim untuk diperiksa"),
        ("Request changes", "Kembalikan"),
        ("Save draft", "Simpan draf"),
        ("Publish", "Terbitkan"),
        ("Unpublish", "Tarik dari situs"),
        ("Dashboard", "Meja kerja"),
        ("Alt text", "Teks alternatif"),
        ("History", "Riwayat"),
        ("Snippets", "Cuplikan"),
        ("Comments", "Catatan"),
    ],
)
def test_an_editor_reads_our_word_and_not_the_packages(indonesian, english, words):
    assert gettext(english) == words


@pytest.mark.parametrize("number", [1, 2, 100])
def test_indonesian_counts_with_one_form(indonesian, number):
    text = ngettext("Delete 1 page", "Delete %(counter)s pages", number) % {"counter": number}
    assert text == f"Hapus {number} halaman"


def test_how_long_ago_a_change_was_is_said_in_indonesian(indonesian):
    """Wagtail takes these words from django.contrib.humanize without asking for it in INSTALLED_APPS."""
    assert apps.is_installed("django.contrib.humanize")
    assert naturaltime(timezone.now() - timedelta(hours=3)) == "3\xa0jam yang lalu"


def test_what_a_package_already_says_well_is_left_to_it(indonesian):
    catalogue = polib.pofile(check_translations.CATALOGUES / "django.po")
    assert catalogue.find("Preview") is None
    assert gettext("Preview") == "Pratinjau"


def test_the_scripts_of_the_admin_speak_it_too(indonesian):
    script = js_catalog(RequestFactory().get("/")).content.decode()
    found = dict(re.findall(r'^\s*"([^"]+)": "([^"]*)"', script, re.MULTILINE))
    assert found["Comment"] == "Catatan"
    assert found["Add a comment"] == "Tambah catatan"
    assert found["Decorative image"] == "Gambar hiasan"


def test_one_english_word_has_one_indonesian_word_in_both_catalogues():
    words = {entry.msgid: entry.msgstr for entry in polib.pofile(check_translations.CATALOGUES / "django.po")}
    differing = [
        entry.msgid
        for entry in polib.pofile(check_translations.CATALOGUES / "djangojs.po")
        if entry.msgid in words and entry.msgstr != words[entry.msgid]
    ]
    assert differing == []


@pytest.mark.parametrize(
    "word",
    [
        "anda",
        "dasbor",
        "konsep",
        "publikasi",
        "moderasi",
        "galat",
        "surel",
        "potongan",
        "revisi",
        "slug",
        "silahkan",
    ],
)
def test_a_word_the_glossary_rules_out_does_not_stand_in_a_translation(word):
    pattern = re.compile(rf"\b(?:me|di|mem|ter)?{word}(?:kan|nya)?\b")
    offending = [
        entry.msgid
        for domain in check_translations.DOMAINS
        for entry in polib.pofile(check_translations.CATALOGUES / f"{domain}.po")
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if pattern.search(re.sub(r"%\(\w+\)s|\{\w+\}", "", text))
    ]
    assert offending == []
