#!/usr/bin/env python3
"""Checks the Indonesian catalogues under locale/ against themselves and against the installed packages.

Exit status 1, with one line per problem, when an entry of ours is empty, fuzzy, obsolete or double, when
its placeholders, HTML tags, outer blanks or plural forms differ from the English, or when a string of a
package in `SCOPE` is Indonesian neither there nor here: so an upgrade that brings new strings is noticed.
Needs polib only.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "locale" / "id" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
PLURAL_FORMS = "nplurals=1; plural=0;"

# Package folder -> the language whose catalogue lists the package's strings. Where a package ships no English
# one, another that is complete does: only its msgids are read.
SCOPE = {
    "wagtail": "en",
    "wagtail/admin": "en",
    "wagtail/images": "en",
    "wagtail/documents": "en",
    "wagtail/users": "en",
    "wagtail/snippets": "en",
    "wagtail/search": "en",
    "wagtail/embeds": "en",
    "wagtail/sites": "en",
    "wagtail/contrib/redirects": "en",
    "wagtail/contrib/settings": "en",
    "wagtail/contrib/typed_table_block": "en",
    "taggit": "en",
    "django_filters": "de",
    "allauth": "en",
    "django/conf": "en",
    "django/contrib/auth": "en",
}
# Left in English on purpose: msgid -> reason.
EXCEPTIONS: dict[str, str] = {}

PLACEHOLDER = re.compile(r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%[a-zA-Z%]|\{\w*\}")
TAG = re.compile(r"<[^<>]+>")

Key = tuple[str, str]


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def wanted(package: Path, language: str, domain: str) -> list[polib.POEntry]:
    """The strings a package asks translations for; an empty list where it has no catalogue of that domain."""
    path = package / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    return [entry for entry in polib.pofile(path) if not entry.obsolete] if path.exists() else []


def shipped(package: Path, domain: str) -> list[polib.POEntry]:
    """What a package itself translates into Indonesian, under either spelling of the language."""
    return [
        entry
        for language in ("id", "id_ID")
        for entry in wanted(package, language, domain)
        if entry.translated()
    ]


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """English beside each Indonesian form. A counted entry is held against the English plural."""
    if entry.msgid_plural:
        return [(entry.msgid_plural, text) for text in entry.msgstr_plural.values()]
    return [(entry.msgid, entry.msgstr)]


def mark_problems(entry: polib.POEntry, what: str, pattern: re.Pattern[str]) -> list[str]:
    """Whether every form holds the same marks as the English, as often as there; their order is free."""
    problems = []
    for english, indonesian in pairs(entry):
        expected, found = (sorted(pattern.findall(text)) for text in (english, indonesian))
        if expected != found:
            problems.append(
                f"has other {what}: {' '.join(found) or 'none'} instead of {' '.join(expected) or 'none'}"
            )
    return problems


def form_problems(entry: polib.POEntry) -> list[str]:
    """What is wrong with one entry of ours beside its English, in words; an empty list when nothing is."""
    if entry.obsolete:
        return ["is obsolete"]
    if entry.fuzzy:
        return ["is fuzzy"]
    if entry.msgid_plural and list(entry.msgstr_plural) != [0]:
        return ["needs exactly one plural form (Indonesian has one)"]
    [(english, indonesian)] = pairs(entry)
    if not indonesian.strip():
        return ["is empty"]
    problems = mark_problems(entry, "placeholders", PLACEHOLDER) + mark_problems(entry, "HTML tags", TAG)
    for what, cut in (("leading", str.lstrip), ("trailing", str.rstrip)):
        blanks = [len(text) - len(cut(text)) for text in (english, indonesian)]
        if blanks[0] != blanks[1]:
            problems.append(f"has other {what} blanks")
    return problems


def catalogue_problems(catalogue: polib.POFile) -> list[str]:
    """Problems of one of our own catalogues: its header and every entry."""
    problems = []
    if catalogue.metadata.get("Plural-Forms") != PLURAL_FORMS:
        problems.append(f"the header must say Plural-Forms: {PLURAL_FORMS}")
    seen: set[Key] = set()
    for entry in catalogue:
        problems += [f"{entry.msgid!r} {problem}" for problem in form_problems(entry)]
        if key_of(entry) in seen:
            problems.append(f"{entry.msgid!r} stands twice")
        seen.add(key_of(entry))
    return problems


def coverage_problems(
    asked: Iterable[polib.POEntry], theirs: Iterable[polib.POEntry], ours: Iterable[polib.POEntry]
) -> list[str]:
    """Strings in `asked` without a usable Indonesian form in `ours` or `theirs`.

    Ours goes before theirs, as Django does it. A string that English counts must be counted in the
    translation too, or gettext falls back to English. A broken placeholder in a package's own must be
    mended by ours.
    """
    own = {key_of(entry): entry for entry in ours if entry.translated()}
    foreign: dict[Key, list[polib.POEntry]] = {}
    for entry in theirs:
        foreign.setdefault(key_of(entry), []).append(entry)
    problems = []
    for entry in {key_of(entry): entry for entry in asked}.values():
        if entry.msgid in EXCEPTIONS:
            continue
        found = [own[key_of(entry)]] if key_of(entry) in own else foreign.get(key_of(entry), [])
        if not found:
            problems.append(f"{entry.msgid!r} is not translated")
        elif all(bool(entry.msgid_plural) != bool(other.msgid_plural) for other in found):
            problems.append(f"{entry.msgid!r} is counted on one side only")
        elif key_of(entry) not in own:
            problems += [
                f"{entry.msgid!r}, translated by its package, {problem}"
                for other in found
                for problem in mark_problems(other, "placeholders", PLACEHOLDER)
            ]
    return problems


def packages() -> dict[Path, str]:
    """The folders of the packages in scope, with the language that lists their strings.

    Raises LookupError when one of them is not installed: the check would pass by looking at nothing.
    """
    found = {}
    for name, language in SCOPE.items():
        top, _, rest = name.partition("/")
        spec = importlib.util.find_spec(top)
        places = spec.submodule_search_locations if spec else None
        folder = Path(next(iter(places))) / rest if places else None
        if folder is None or not wanted(folder, language, "django"):
            raise LookupError(f"{name} has no catalogue of its strings; mend SCOPE in {Path(__file__).name}")
        found[folder] = language
    return found


def check(catalogues: Path = CATALOGUES) -> tuple[list[str], list[str]]:
    """All problems of the catalogues in a folder, and one line of counts per domain."""
    problems, counts = [], []
    folders = packages()
    for domain in DOMAINS:
        ours = polib.pofile(catalogues / f"{domain}.po")
        asked = [entry for folder, language in folders.items() for entry in wanted(folder, language, domain)]
        theirs = [entry for folder in folders for entry in shipped(folder, domain)]
        found = catalogue_problems(ours) + coverage_problems(asked, theirs, ours)
        problems += [f"{domain}.po: {problem}" for problem in found]
        keys, foreign = {key_of(entry) for entry in asked}, {key_of(entry) for entry in theirs}
        own = {key_of(entry) for entry in ours}
        counts.append(
            f"{domain}.po: {len(own)} entries of ours ({len(own & foreign)} instead of the package's own, "
            f"{len(own - keys)} from packages without catalogues); {len(keys)} strings in scope"
        )
    return problems, counts


def main() -> int:
    problems, counts = check()
    print("\n".join(problems + counts))
    print(f"translations: {len(problems)} problems" if problems else "translations: all good")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
