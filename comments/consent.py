"""What residents agree to, by version. Texts are never changed once used: a new version is added.

Each resident's row keeps the version and the day. A consent can be withdrawn at any time
(UU Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi), which is the erasure of ``comments.erasing``.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Consent:
    """One version: ``text`` for who is registered (paragraphs), ``short`` for guests on the form.

    ``short_of_topics``: the same on the form that takes a photo too.
    """

    version: str
    since: date
    paragraphs: tuple[str | Promise, ...]
    short: str | Promise
    short_of_topics: str | Promise

    @property
    def text(self) -> str:
        """All paragraphs, an empty line between them."""
        return "\n\n".join(str(paragraph) for paragraph in self.paragraphs)


_FIRST = Consent(
    version="1",
    since=date(2026, 11, 24),
    paragraphs=(
        _(
            "Saya setuju situs desa ini menyimpan nama, dusun atau RT, nomor kartu warga, dan, bila saya "
            "berikan, nomor telepon saya. Gunanya: supaya saya dapat masuk dan komentar saya dikenali "
            "sebagai tulisan warga desa."
        ),
        _(
            "Nama dan komentar saya yang sudah tayang dapat dibaca siapa saja. Nomor telepon, nomor "
            "kartu, dan PIN tidak pernah ditampilkan. PIN disimpan dalam bentuk yang tidak dapat dibaca "
            "siapa pun, juga oleh kader."
        ),
        _(
            "Kader desa dan duta digital melihat nama, dusun, dan nomor saya untuk mengurus pendaftaran. "
            "Data saya tidak dijual, tidak dipakai untuk iklan, dan tidak diberikan kepada pihak lain "
            "kecuali diwajibkan undang-undang."
        ),
        _(
            "Persetujuan ini dapat saya cabut kapan saja: masuk, buka Komentar saya, lalu pilih Hapus "
            "data saya; atau minta tolong kader. Data saya dihapus paling lambat 3 x 24 jam. Saya juga "
            "dapat mengunduh semua data saya."
        ),
        _(
            "Untuk warga di bawah 18 tahun, persetujuan diberikan orang tua atau wali. Dasar: UU Nomor "
            "27 Tahun 2022 tentang Pelindungan Data Pribadi."
        ),
    ),
    short=_(
        "Dengan mengirim, Anda setuju nama dan komentar ini disimpan dan ditampilkan setelah dibaca "
        "kader. Anda dapat menghapusnya kapan saja dengan kode bukti."
    ),
    short_of_topics=_(
        "Dengan mengirim, Anda setuju nama, tulisan, dan foto ini disimpan dan ditampilkan setelah dibaca "
        "kader. Anda dapat menghapusnya kapan saja dengan kode bukti."
    ),
)
# Says what is kept, and of whom, as it is: registering is for those of 18 and above, and no hamlet is kept.
_SECOND = replace(
    _FIRST,
    version="2",
    paragraphs=(
        _(
            "Saya setuju situs desa ini menyimpan nama, desa, nomor kartu warga, dan, bila saya berikan, "
            "tiga angka terakhir nomor telepon saya. Gunanya: supaya saya dapat masuk dan komentar saya "
            "dikenali sebagai tulisan warga desa."
        ),
        _(
            "Nama dan komentar saya yang sudah tayang dapat dibaca siapa saja. Nomor telepon, nomor "
            "kartu, dan PIN tidak pernah ditampilkan. Nomor telepon yang lengkap dan PIN disimpan dalam "
            "bentuk yang tidak dapat dibaca siapa pun, juga oleh kader."
        ),
        _(
            "Kader desa dan duta digital melihat nama, nomor kartu, dan tiga angka terakhir nomor telepon "
            "saya untuk mengurus pendaftaran. Data saya tidak dijual, tidak dipakai untuk iklan, dan tidak "
            "diberikan kepada pihak lain kecuali diwajibkan undang-undang."
        ),
        _FIRST.paragraphs[3],
        _(
            "Pendaftaran hanya untuk yang berumur 18 tahun ke atas. Tanpa mendaftar, siapa pun dapat menulis "
            "komentar sebagai tamu, berapa pun umurnya dan tanpa identitas. Dasar: UU Nomor 27 Tahun 2022 "
            "tentang Pelindungan Data Pribadi."
        ),
    ),
)
# The oldest first; the last one is asked for now.
VERSIONS = (_FIRST, _SECOND)


def current() -> Consent:
    """The version that is asked for now."""
    return VERSIONS[-1]


def version(number: str) -> Consent | None:
    """The version with that number; ``None`` for one that never was (empty: nobody asked yet)."""
    return next((consent for consent in VERSIONS if consent.version == number), None)
