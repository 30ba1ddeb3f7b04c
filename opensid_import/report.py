"""What a run did, in words for the person who started it. Names no commenter, number or address."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

LISTED = 20


@dataclass
class Report:
    """Filled while the import runs; ``lines`` tells it."""

    village: str = ""
    is_dry_run: bool = False
    notes: list[str] = field(default_factory=list)
    articles: Counter[str] = field(default_factory=Counter)
    skipped_articles: dict[str, list[str]] = field(default_factory=dict)
    changed_since: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    comments: Counter[str] = field(default_factory=Counter)
    skipped_comments: Counter[str] = field(default_factory=Counter)
    pictures: int = 0
    documents: int = 0
    tags: set[str] = field(default_factory=set)
    addresses: int = 0
    missing_files: list[str] = field(default_factory=list)
    refused_files: list[str] = field(default_factory=list)
    lost_in_body: dict[str, list[str]] = field(default_factory=dict)
    other_tables: list[str] = field(default_factory=list)

    def skip_article(self, kind: str, title: str) -> None:
        self.skipped_articles.setdefault(kind, []).append(title)

    def lose(self, what: str, title: str, detail: str = "") -> None:
        """Note something of an article's body that could not be carried over."""
        self.lost_in_body.setdefault(what, []).append(f"{title}: {detail}" if detail else title)

    def lines(self) -> list[str]:
        """The report, line by line."""
        told = [
            _("UJI COBA: tidak ada yang disimpan. Beginilah hasilnya nanti.")
            if self.is_dry_run
            else _("Impor selesai."),
            _("Desa: %(village)s") % {"village": self.village},
            *self.notes,
            "",
            _("Artikel: %(live)s baru terbit, %(draft)s baru sebagai draf, %(scheduled)s baru terjadwal, "
              "%(old)s sudah ada.")
            % {key: self.articles[key] for key in ("live", "draft", "scheduled", "old")},
        ]  # fmt: skip
        if self.articles["deleted"]:
            told.append(
                _("  %(count)s di antaranya sudah dihapus di sini dan tidak dikembalikan.")
                % {"count": self.articles["deleted"]}
            )
        for kind, titles in sorted(self.skipped_articles.items()):
            told.append(_("  Dilewati, %(kind)s: %(count)s") % {"kind": kind, "count": len(titles)})
            told += _listed([title or _("(tanpa judul)") for title in titles])
        told += _told(
            _("  Berubah di situs lama sejak diimpor; yang di sini tidak disentuh: %(count)s"),
            self.changed_since,
        )
        told += _told(
            _("  Tanpa tanggal yang sah; masuk sebagai draf, tanggalnya perlu diisi: %(count)s"), self.undated
        )
        told.append(
            _("Komentar: %(shown)s baru terbit, %(waiting)s baru menunggu kader, %(old)s sudah ada.")
            % {
                "shown": self.comments["published"],
                "waiting": self.comments["pending"],
                "old": self.comments["old"],
            }
        )
        if self.comments["changed"]:
            told.append(
                _("  Berubah di situs lama sejak diimpor; yang di sini tidak disentuh: %(count)s")
                % {"count": self.comments["changed"]}
            )
        for reason, count in sorted(self.skipped_comments.items()):
            told.append(_("  Dilewati, %(reason)s: %(count)s") % {"reason": reason, "count": count})
        for key, words in (
            ("shortened", _("  Lebih dari 2.000 huruf, dipendekkan: %(count)s")),
            ("masked", _("  Nomor atau surel penulis disamarkan di nama atau isi: %(count)s")),
            ("office", _("  Nama mirip jabatan, menunggu diperiksa kader: %(count)s")),
        ):
            if self.comments[key]:
                told.append(words % {"count": self.comments[key]})
        told.append(
            _(
                "Gambar: %(pictures)s baru. Berkas unduhan: %(documents)s baru. Topik: %(tags)s. Alamat "
                "lama: %(old)s baru."
            )
            % {
                "pictures": self.pictures,
                "documents": self.documents,
                "tags": ", ".join(sorted(self.tags)) or "-",
                "old": self.addresses,
            }
        )
        told += _told(_("  Tidak ditemukan di folder media: %(count)s"), self.missing_files)
        told += _told(
            _("  Ditolak karena isinya bukan gambar atau dokumen yang sah: %(count)s"), self.refused_files
        )
        for what, items in sorted(self.lost_in_body.items()):
            told += _told(f"{what}: %(count)s", items)
        if self.other_tables:
            told.append(
                _("Tabel lain di dalam berkas, tidak dibaca (%(count)s): %(names)s")
                % {
                    "count": len(self.other_tables),
                    "names": ", ".join(self.other_tables[:LISTED])
                    + (", …" if len(self.other_tables) > LISTED else ""),
                }
            )
        return told

    def is_empty(self) -> bool:
        """Whether the run brought nothing new."""
        new = sum(self.articles[key] for key in ("live", "draft", "scheduled"))
        return not (new or self.comments["published"] or self.comments["pending"])


def _listed(items: list[str]) -> list[str]:
    told = [f"    - {item}" for item in items[:LISTED]]
    if len(items) > LISTED:
        told.append(_("    … dan %(count)s lagi") % {"count": len(items) - LISTED})
    return told


def _told(sentence: str, items: list[str]) -> list[str]:
    return [sentence % {"count": len(items)}, *_listed(items)] if items else []
