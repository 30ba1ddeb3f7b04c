"""Names that people give themselves: what is kept of them, and which would pass for an office.

The badge of a cadre comes from stored kind and membership, never from a name. These rules stop the
imitation in the name itself (comments.md, attack class "name look-alike", cases 5 to 8).
"""

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_NAME = 60
MAX_MARKS = 2

# Scripts in which somebody here may write a name. Others serve look-alikes only (Cherokee, Lisu, ...).
SCRIPTS = {
    "LATIN",
    "ARABIC",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "JAVANESE",
    "BALINESE",
    "DEVANAGARI",
    "TAMIL",
    "THAI",
}
ALLOWED_PUNCTUATION = set(".,'-/()&\u2019")

# Offices and signs of office, as they are written; compared without spaces and in folded form.
RESERVED = (
    "kader", "kader digital", "kader desa", "kader inklusi", "kader resmi", "kader posyandu",
    "duta desa", "duta digital", "admin", "admin desa", "administrator", "moderator", "operator",
    "operator desa", "petugas", "petugas desa", "perangkat", "perangkat desa", "aparat desa",
    "aparatur desa", "pemerintah", "pemerintah desa", "pemdes", "pemkab", "kantor desa", "kepala desa",
    "kades", "pak kades", "bu kades", "sekretaris desa", "sekdes", "bendahara desa", "kepala dusun",
    "kadus", "lurah", "camat", "bupati", "bpd", "dinas", "dinas pmd", "pmd",
    "dinas pemberdayaan masyarakat", "staf desa", "akun resmi", "jawaban resmi", "terverifikasi",
    "verified", "official", "webmaster", "superuser",
    "ketua rt", "ketua rw", "pak rt", "pak rw", "sekretaris rt", "sekretaris rw", "ketua bpd",
    "anggota bpd", "ketua pkk", "ketua posyandu", "ketua karang taruna", "ketua adat", "bidan desa",
    "perawat desa", "mantri desa", "puskesmas", "pustu", "babinsa", "bhabinkamtibmas", "polsek",
    "polres", "koramil", "satpol pp", "linmas", "hansip", "kepala urusan", "kaur umum",
    "kaur keuangan", "kaur perencanaan", "kepala seksi", "kasi pemerintahan", "kasi pelayanan",
    "kasi kesejahteraan", "kepala dinas", "kepala kampung", "kepala lingkungan", "sekcam", "sekda",
    "sekretaris camat", "sekretaris daerah", "wakil bupati", "gubernur", "pendamping desa",
    "penyuluh desa", "bumdes",
)  # fmt: skip
# With a name behind them in one word ("kadersiti") they still are the office; no name begins so.
OPENING = (
    "kader", "admin", "moderator", "operator", "petugas", "perangkatdesa", "aparatdesa", "aparaturdesa",
    "pemerintah", "pemdes", "pemkab", "kepaladesa", "kepaladusun", "pakkades", "bukades", "sekdes",
    "sekretarisdesa", "dutadigital", "bupati", "babinsa", "bidandesa", "puskesmas", "official",
)  # fmt: skip
# "Adminah" and "Kaderiah" are names, "adminsiti" is none.
SHORTEST_BEHIND = 4
# Three letters may be the initials of anybody ("Adi P. M. D."), and a short name be an office backwards.
MOST_INITIALS = 3
LONGER_THAN_A_NAME = 7

# Letters of other scripts drawn like Latin ones, and Latin letters whose Unicode name hides the likeness.
_LOOK_ALIKES = {
    "CYRILLIC": dict(zip("авекмнорстухіјѕԁԛԝһгпьѵ", "abekmhopctyxijsdqwhrnbv", strict=True)),
    "GREEK": dict(zip("αβγδεζηικμνορστυχω", "abydeznikuvopotuxw", strict=True)),
    "LATIN": dict(zip("ıɑɡĸəɛɔʟſƨƽʋɩ", "iagkeeolsssvi", strict=True)),
}
DIGITS_AS_LETTERS = {
    "0": "o", "1": "i", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s",
}  # fmt: skip
_SIGNS_AS_LETTERS = str.maketrans({**DIGITS_AS_LETTERS, "!": "i", "|": "i"})
# What makes a browser write from right to left.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Letters for Unicode, nothing for the eye.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_LETTER_IN_NAME = re.compile(r"\b(?:LETTER|CAPITAL|SYMBOL LETTER)(?: SMALL CAPITAL)? ([A-Z])(?: WITH\b.*)?$")


def limit_marks(text: str, most: int = MAX_MARKS) -> str:
    """``text`` with at most ``most`` combining marks in a row: stacks of them grow over the page."""
    kept = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= most:
            kept.append(char)
    return "".join(kept)


def clean_name(raw: str) -> str:
    """The name as stored: NFC, one line, single spaces, nothing invisible. Never raises; may be empty."""
    text = unicodedata.normalize("NFC", raw)
    # Format characters include zero-width, bidi controls and tag characters; separators become spaces.
    text = "".join(" " if char.isspace() else char for char in text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Co"))
    text = unicodedata.normalize("NFC", limit_marks(text))
    return " ".join(text.split())


def checked_name(raw: str) -> str:
    """The cleaned name, or ``ValidationError`` in the writer's words: empty, long, odd, or an office."""
    name = clean_name(raw)
    if not any(unicodedata.category(char)[0] in "LN" for char in name):
        raise ValidationError(_("Tulis nama atau nama samaran."), code="required")
    if len(name) > MAX_NAME:
        raise ValidationError(
            _("Nama terlalu panjang: %(count)s huruf, paling banyak %(limit)s."),
            code="too_long",
            params={"count": len(name), "limit": MAX_NAME},
        )
    if is_reserved(name) or (_TURNING.search(raw) and is_reserved(name[::-1])):
        raise ValidationError(
            _("Nama ini mirip jabatan atau petugas. Pakai nama sendiri atau nama samaran lain."),
            code="reserved",
        )
    if not _plain(name):
        raise ValidationError(
            _("Pakai huruf biasa, angka, spasi, titik, koma, tanda petik, atau tanda hubung saja."),
            code="strange",
        )
    return name


def is_reserved(name: str) -> bool:
    """Whether words of ``name`` read as an office, also with look-alikes; the whole also backwards."""
    return any(_holds_reserved(words) or _is_backwards(name, words) for words in _readings(name))


def skeleton(name: str) -> str:
    """Letters and digits of ``name`` in folded form, without spaces: equal for names that look alike."""
    return "".join(_skeleton_words(name, digits=True))


def _plain(name: str) -> bool:
    scripts = set()
    for char in name:
        category = unicodedata.category(char)
        if category[0] == "L":
            scripts.add(unicodedata.name(char, "?").split(" ")[0].split("-")[0])
        elif (category[0] not in "MN" and char != " " and char not in ALLOWED_PUNCTUATION) or category in (
            "Nl",
            "No",
            "Me",
        ):
            return False
    # Two alphabets in one name is how look-alikes are made; East Asian scripts do mix with each other.
    return scripts <= SCRIPTS and not ("LATIN" in scripts and len(scripts) > 1)


def folded(text: str) -> str:
    """``text`` without case, marks and what is invisible, look-alikes read as the letters they imitate."""
    kept = "".join(
        char
        for char in unicodedata.normalize("NFKD", text)
        if unicodedata.category(char) not in ("Cf", "Mn", "Me") and char not in _FILLERS
    )
    return "".join(_folded(char) for char in kept.casefold())


def words_of(text: str) -> tuple[str, ...]:
    """Runs of letters and digits in ``text``."""
    return tuple(re.findall(r"[^\W_]+", text))


def _readings(name: str) -> set[tuple[str, ...]]:
    """The words of ``name`` in each way in which an eye may read them."""
    readings = set()
    for text in (name, _INSIDE.sub(" ", name)):
        for digits in (True, False):
            words = tuple(_one_stroke(word) for word in _skeleton_words(text, digits=digits))
            readings |= {words, tuple(word.replace("rn", "m") for word in words)}
    return readings


def _one_stroke(word: str) -> str:
    """``word`` with l read as i, which 1 and | are already."""
    return word.replace("l", "i")


def _is_backwards(name: str, words: tuple[str, ...]) -> bool:
    turned = "".join(words)[::-1]
    letters = [char for char in name if char.isalpha()]
    # "redaK" ends as a word begins; Harul and Sanid are names.
    is_odd = bool(letters) and letters[-1].isupper() and not letters[0].isupper()
    return turned in _FORBIDDEN and (is_odd or len(turned) >= LONGER_THAN_A_NAME)


def _skeleton_words(name: str, *, digits: bool) -> tuple[str, ...]:
    """Words of the folded name. ``digits``: read as letters (k4der); else left out (kader1)."""
    text = folded(name)
    return words_of(text.translate(_SIGNS_AS_LETTERS) if digits else re.sub(r"\d", "", text))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char.isascii():
        return char
    name = unicodedata.name(char, "")
    if char in (known := _LOOK_ALIKES.get(name.split(" ")[0], {})):
        return known[char]
    if ("LATIN" in name or "SYMBOL LETTER" in name) and (match := _LETTER_IN_NAME.search(name)):
        return match[1].lower()
    return unicodedata.normalize("NFKC", char)


def _holds_reserved(words: tuple[str, ...]) -> bool:
    # "ka der" and "k a d e r" read as one word, so every run of neighbouring words is joined and compared;
    # but words and initials are not joined: "Dina S" is somebody.
    for start, first in enumerate(words):
        if any(first.startswith(word) and len(first) - len(word) >= SHORTEST_BEHIND for word in _OPENING):
            return True
        joined = ""
        for word in words[start:]:
            joined += word
            if len(joined) > _LONGEST or (len(word) == 1) != (len(first) == 1):
                break
            is_initials = len(first) == 1 and len(joined) <= MOST_INITIALS and len(joined) < len(words)
            if joined in _FORBIDDEN and not is_initials:
                return True
    return False


_INSIDE = re.compile("(?<=[a-z])(?=[A-Z])")
_FORBIDDEN = {_one_stroke("".join(_skeleton_words(phrase, digits=True))) for phrase in RESERVED}
_OPENING = tuple(_one_stroke(word) for word in OPENING)
_LONGEST = max(len(phrase) for phrase in _FORBIDDEN)
