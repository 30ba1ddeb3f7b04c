"""Structure and words: headings, tables, links that say where they lead, a summary."""

import re
from collections.abc import Iterator
from typing import cast

from django.db.models import Field
from django.utils.translation import gettext as _

from editorial.content_checks.contents import Contents
from editorial.content_checks.problem import Place, Problem

# The title of the page is the first level.
FIRST_LEVEL = 1
_VAGUE = frozenset(
    {
        "", "klik", "klik di sini", "klik disini", "klik link", "klik link ini", "klik tautan ini",
        "di sini", "disini", "sini", "lihat di sini", "lihat", "lihat selengkapnya", "selengkapnya",
        "baca selengkapnya", "baca lebih lanjut", "lebih lanjut", "link", "link ini", "tautan",
        "tautan ini", "ini", "here", "click here", "read more",
    }
)  # fmt: skip
# An address as such; a short name such as ``lapor.go.id`` can be read aloud.
_BARE_ADDRESS = re.compile(r"^(?:https?:|www\.)\S+$|^[\w\-]+(?:\.[\w\-]+)+/\S+$", re.IGNORECASE)


def headings(contents: Contents) -> Iterator[Problem]:
    above = FIRST_LEVEL
    for heading in contents.headings:
        if not heading.words.strip():
            yield Problem(
                "heading.empty",
                _("Judul bagian ini kosong."),
                _("Tulis judulnya, atau hapus bagian judul ini."),
                heading.place,
            )
        elif heading.level > above + 1:
            yield Problem(
                "heading.skips",
                _("“%(words)s” memakai tingkat anak judul, tetapi belum ada judul bagian di atasnya.")
                % {"words": heading.words[:60]},
                _("Ubah tingkatnya menjadi judul bagian, atau tambahkan judul bagian di atasnya."),
                heading.place,
            )
        above = heading.level


def tables(contents: Contents) -> Iterator[Problem]:
    for table in contents.tables:
        if not table.headings or not all(words.strip() for words in table.headings):
            yield Problem(
                "table.header",
                _("Ada kolom tabel tanpa judul."),
                _("Beri setiap kolom judul, supaya isi tabel dapat dibacakan."),
                table.place,
                judgement=True,
                finding=repr((table.headings, table.cells)),
            )


def link_words(contents: Contents) -> Iterator[Problem]:
    for link in contents.links:
        words = " ".join(link.words.split())
        if words.strip(" .!:»>").casefold() in _VAGUE:
            yield Problem(
                "link.vague",
                _("Tautan “%(words)s” tidak mengatakan ke mana.") % {"words": words},
                _("Pakai nama tujuannya, misalnya: formulir pendaftaran posyandu."),
                link.place,
            )
        elif _BARE_ADDRESS.match(words):
            yield Problem(
                "link.bare",
                _("Tautan ini hanya alamat web: “%(words)s”.") % {"words": words[:60]},
                _("Pakai nama tujuannya, misalnya: laman pendaftaran BPJS."),
                link.place,
                judgement=True,
                finding=words,
            )


def summary(contents: Contents) -> Iterator[Problem]:
    page = contents.page
    name = getattr(page, "summary_field", "")
    if name and not getattr(page, name).strip():
        label = str(cast(Field, page._meta.get_field(name)).verbose_name)
        yield Problem(
            "summary.missing",
            _("Ringkasan belum ditulis."),
            _("Tulis satu atau dua kalimat: apa isinya dan untuk siapa."),
            Place(name, label),
        )
