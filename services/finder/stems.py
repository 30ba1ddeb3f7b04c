"""What stays of an Indonesian word without its affixes: "melayani, pelayanan, layanan" are all `layan`.

Light on purpose: no dictionary, so that a new word needs no care. A stem need not be a word (`polis` for
"polisi"): queries and services go through the same rules and only equality counts.
"""

from functools import lru_cache

SHORTEST = 4
# Roots that are shorter than what the rules may leave.
SHORT_ROOTS = frozenset(("adu", "aju", "cap", "cek", "isi", "sah", "uji", "ibu"))
# Words that look as if they had an affix, or whose root would mean something else ("tempat tinggal").
WHOLE = {"meninggal": "meninggal", "periksa": "periksa", "menikah": "nikah", "bekerja": "kerja"}
ENDS_IN_IN = frozenset(("miskin", "kemiskin", "dingin", "disiplin", "pimpin", "vaksin", "bensin"))
# Too short for "kan" to be their ending: "perbaikan", "kenaikan".
ENDS_IN_K = ("baikan", "naikan", "anakan")
# A nasal prefix swallows the first letter of the root: which it was, only the root knows.
SWALLOWED = {
    "meng": ("k", ("irim", "embali", "eluar", "umpul", "urang", "enal", "etik", "unjung", "ontrak", "etahu")),
    "mem": ("p", ("akai", "ilih", "injam", "asang", "utus", "indah", "isah", "erbaik", "eriksa", "ekerja")),
    "meny": ("s", None),
    "men": ("t", None),
}
# After "men" and "mem" the root begins with its own nasal.
NASAL_ROOTS = ("nikah", "naik", "nilai", "nama", "nasihat")
# After "pe", "be" and "te": the r is the root's.
R_ROOTS = ("rekam", "rawat", "rumah", "rusak", "ras")
VOWELS = "aeiou"


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of ``word`` (lower case, letters of one word); words with digits stay as they are."""
    if word in WHOLE:
        return WHOLE[word]
    if not word.isalpha() or len(word) <= SHORTEST:
        return word
    without_prefix = _without_prefixes(_without_suffix(_without_particle(word)))
    # "cetakan" is "cetak" with "an", "antarkan" is "antar" with "kan"; "melayani" has "i", "polisi" has none.
    # What cannot be told apart is left out of both.
    return without_prefix[:-1] if without_prefix[-1] in "ik" and len(without_prefix) > 4 else without_prefix


def _long_enough(root: str) -> bool:
    return len(root) >= SHORTEST or root in SHORT_ROOTS


def _without_particle(word: str) -> str:
    if word.endswith("nikah"):
        return word
    for ending in ("lah", "kah", "pun", "nya", "ku", "mu"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def _without_suffix(word: str) -> str:
    if word.endswith("kan") and not word.endswith(ENDS_IN_K) and _long_enough(word[:-3]):
        return word[:-3]
    if word.endswith("an") and _long_enough(word[:-2]):
        return word[:-2]
    # Colloquial: "urusin", "cetakin".
    if word.endswith("in") and len(word) > 5 and word not in ENDS_IN_IN:
        return word[:-2]
    return word


def _without_prefixes(word: str) -> str:
    """At most two: "kependudukan" has "ke" and "pen"."""
    for _layer in range(2):
        root = _without_prefix(word)
        if root == word:
            return word
        word = root
    return word


def _without_prefix(word: str) -> str:
    if word in WHOLE:
        return WHOLE[word]
    if word.startswith(("me", "pe")) and (root := _after_nasal(word)):
        return root
    for prefix in ("ber", "per", "ter", "bel", "pel"):
        root = word.removeprefix(prefix)
        if root == word or (prefix in ("bel", "pel") and root != "ajar"):
            continue
        if ("r" + root).startswith(R_ROOTS):
            return "r" + root
        if _long_enough(root):
            return root
    if word.startswith("nge") and _long_enough(word[3:]):
        return word[3:]
    if word.startswith("ng") and word[2:3] in tuple(VOWELS) and _long_enough(word[2:]):
        return word[2:]
    for prefix in ("di", "ke", "se", "pe", "me"):
        if word.startswith(prefix) and _long_enough(word[2:]):
            return word[2:]
    return word


def _after_nasal(word: str) -> str:
    """The root after "meng", "meny", "men", "mem" or the same with "pe"; empty where there is none."""
    for prefix in SWALLOWED:
        ending = prefix[1:]
        if word[1:].startswith(ending):
            root, (letter, roots) = word[len(prefix) :], SWALLOWED[prefix]
            break
    else:
        return ""
    if not root or root == "an":
        return ""
    if root[0] not in VOWELS:
        return root if _long_enough(root) else ""
    nasal = word[2:]
    if prefix in ("men", "mem"):
        if nasal.startswith(NASAL_ROOTS):
            return nasal
        swallowed = roots is None or root.startswith(roots)
        root = letter + root if swallowed else nasal
    elif roots is None or root.startswith(roots):
        root = letter + root
    return root if _long_enough(root) else ""
