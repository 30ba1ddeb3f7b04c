"""Words that may tell of violence done to a person. No form here is the place for it: it points to help.

A match never refuses: who says that it is no such account goes on, and a person reads it first. So rather one
asked too often than one account taken; only what is often said of prices, water and drums is let through.
"""

import re
import unicodedata

# Who is hurt, and who hurts, as people call them here.
_PERSON = (
    r"(?:saya|sy|sya|aku|aq|ku|gue|gua|kami|kita|dia|ia|beliau|anak|ank|bocah|budak|bayi|balita|gadis|perempuan|"
    r"wanita|bini|bininya|istri|isteri|suami|ibu|mak|emak|mamak|bapak|ayah|adik|adek|abang|kakak|kakek|nenek|"
    r"ponakan|keponakan|cucu|menantu|tetangga|warga|teman|kawan|murid|siswi|siswa|santri|pembantu|orang|korban)"
)
_HURTER = (
    r"(?:suami|suamiku|istri|isteri|laki|lakiku|bapak|bapaknya|ayah|ayahnya|bapa|abah|paman|pakcik|om|pacar|pacarku|"
    r"mertua|majikan|bos|kakak|abang|abangku|guru|ustad|ustadz|tetangga|mantan|ipar|menantu|mandor)"
)
# What is done to a body.
_BLOWS = (
    r"(?:pukul|pukuli|pukulin|pukol|aniaya|aniyaya|tampar|tampari|tampol|siksa|cekik|gebuk|gebuki|gebukin|hajar|"
    r"tonjok|tinju|bogem|keroyok|bacok|bacoki|tikam|tusuk|sundut|jambak|terajang|tendang|tendangi|injak|seret|"
    r"lempang|sepak|belasah|rotan|sabet)"
)
_ABUSE = (
    r"(?:perkosa|prkosa|perkaos|rudapaksa|leceh|lecehkan|lecehin|cabul|cabuli|setubuhi|gerayangi|raba|rabai|grepe|"
    r"gagahi|gauli|rogol|sodomi|zinahi|nodai|telanjangi)"
)
_HITS = (
    r"(?:memukul|mukul|pukul|memukuli|mukuli|pukuli|mukulin|pukulin|menampar|nampar|tampar|menyiksa|nyiksa|siksa|"
    r"menganiaya|aniaya|menghajar|hajar|menggebuk|gebuk|gebukin|mencekik|nyekik|cekik|menendang|nendang|tendang|"
    r"memperkosa|perkosa|mencabuli|cabuli|melecehkan|lecehkan|lecehin|membacok|bacok|menonjok|nonjok|tonjok|"
    r"menyekap|nyekap|merogol|rogol)"
)
_KEPT = r"(?:sekap|pasung|kurung|rantai|usir)"
# Prices, weather, drums, animals, and the hour ("pukul 8"): what follows where nobody was hurt by anybody.
_THINGS = (
    r"(?:rata|mundur|banjir|air|arus|hujan|angin|badai|pasang|ombak|hama|truk|bola|jarum|duri|paku|kaca|beduk|"
    r"bedug|kentongan|gong|rebana|kompang|kendang|gendang|sapi|kambing|ayam|kucing|anjing|babi|monyet|berapa|"
    r"setengah|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|\d+)"
)
# A thing was hit, not a body.
_NO_THING = "".join(rf"(?<!\b{thing} )" for thing in ("pagar", "pintu", "bola", "jendela", "tong", "warung"))
# How people hurt themselves: then nobody did it.
_MISHAPS = r"(?:jatuh|jalan|licin|terpeleset|kepeleset|tersandung|kecelakaan|tabrakan|jatoh)"
_ACCOUNTS = (
    rf"{_NO_THING}(?:di|d){_BLOWS}(?:nya|lah|in)?\b(?!\s+{_THINGS}\b)",
    rf"(?:kena|kene|kne)\s+(?:{_BLOWS}|{_ABUSE})\b",
    rf"(?:di|d|ter){_ABUSE}(?:nya)?",
    rf"(?<!ayam )(?<!bebek )(?<!kambing )(?<!sapi )(?:di|d){_KEPT}(?:nya)?\b(?!\s+{_THINGS}\b)",
    rf"{_HITS}\s+(?:{_PERSON}\w{{0,3}}|(?:perut|kepala|muka|wajah|pipi|badan|punggung|dada|mulut)\w*\b)",
    rf"(?:di|d)(?:lempar|lempari|siram)\s+(?:\w+\s+){{0,3}}{_HURTER}\b|"
    r"(?:di|d)siram\s+(?:air\s+)?(?:panas|keras|bensin|minyak)",
    # "Suami saya suka main tangan", "bapaknya sering mukul": who hurts, and what, near each other.
    rf"{_HURTER}(?:ku|nya)?(?:\s+\w+){{0,3}}\s+(?:{_HITS}|mengancam|ngancam|main\s+(?:tangan|pukul)|"
    rf"ringan\s+tangan)\b(?!\s+{_THINGS}\b)",
    r"main\s+tangan\s+(?:sama|ke|pada|dengan)",
    r"(?:di|d)ancam\w*\s+(?:\w+\s+){0,3}(?:di)?(?:bunuh|pukul|bacok|tikam|cerai\w*|sebar\w*|usir)",
    r"(?:mau|ingin|akan|nak)\s+(?:di)?bunuh\s+(?:saya|sy|aku|aq|kami|istri\w*|anak\w*)",
    r"(?:di|d)paksa\s+(?:\w+\s+){0,2}(?:nikah|menikah|kawin|hubungan|berhubungan|bersetubuh|melayani|telanjang)",
    r"(?:di|d)kawin(?:kan)?\s+paksa|kawin\s+paksa|(?:di|d)jual\s+(?:bapak|ayah|ibu|suami)\w*",
    rf"{_PERSON}\s+(?:\w+\s+){{0,3}}(?:lebam|memar|babak\s+belur|benjol)\b"
    rf"(?!(?:\s+\w+){{0,2}}\s+{_MISHAPS}\b)",
    r"(?:korban|alami|mengalami|dapat|kena)\s+(?:\w+\s+)?(?:kekerasan|pelecehan|penganiayaan|kdrt)",
    rf"{_HURTER}(?:ku|nya)?(?:\s+\w+){{0,5}}\s+(?:maen|main)\s+tangan|(?:maen|main)\s+tangan",
    rf"{_HURTER}(?:ku|nya)?(?:\s+\w+){{0,8}}\s+(?:pegang|megang|peluk|meluk|cium|nyium|mencium|sentuh|menyentuh)\s+"
    r"(?:badan|tubuh|paha|dada|payudara|kemaluan|alat)",
    rf"{_HURTER}(?:ku|nya)?(?:\s+\w+){{0,3}}\s+(?:pegang|bawa|acungkan)\s+(?:parang|pisau|golok|celurit)",
    r"(?:di|d)sentuh\s+(?:\w+\s+){0,2}(?:kemaluan|payudara|dada|paha|badan|tubuh|alat)\w*",
    rf"(?:di|d)pegang(?:\s+pegang)?\s+(?:\w+\s+){{0,2}}{_HURTER}\b",
    r"(?:di|d)paksa\s+(?:\w+\s+){0,2}tidur",
    r"(?:ancam|ngancam|mengancam|sebar|nyebar|menyebar)\w*\s+(?:\w+\s+){0,4}(?:foto|video|vidio)\s+"
    r"(?:\w+\s+){0,2}(?:telanjang|bugil|syur|intim)|(?:foto|video|vidio)\s+(?:telanjang|bugil|syur|intim)",
    r"(?:mau|ingin|pengen|pingin|niat|coba|mencoba)\s+bunuh\s+diri|(?:mau|ingin|pengen|pingin)\s+mati\s+saja",
    r"(?:mengurung|ngurung|menyekap|memasung)\s+(?:saya|sy|aku|aq|istri\w*|anak\w*|ibu\w*)",
    r"(?:di|d)(?:nikah|kawin)(?:kan|in)?\s+(?:\w+\s+){0,2}(?:umur|usia|masih)\s+(?:\w+\s+)?"
    r"(?:1[0-7]|belasan|sekolah|kecil|anak|smp|sd)",
    r"(?<!pelatihan )(?<!penyuluhan )(?<!sosialisasi )(?<!pencegahan )(?<!seminar )(?<!satgas )kdrt",
    r"pemerkosaan|perkosaan|pencabulan|penganiayaan|pelecehan|incest|inses",
)
# "Ditabrak truk, kaki saya memar": what follows a crash.
_OF_TRAFFIC = re.compile(
    r"\b(?:di|ke|ter)?(?:tabrak|serempet|senggol)\s+(?:truk|motor|mobil|bus|sepeda|kereta)\b"
    r"(?:\s+\w+){0,5}?\s+(?:lebam|memar|benjol)\b"
)
_PATTERN = re.compile(rf"\b(?:{'|'.join(_ACCOUNTS)})\b")
# Letters written as digits, to save or to hide; the hour stays a number.
_DIGITS = {"4": "a", "1": "i", "0": "o", "3": "e", "5": "s"}
_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[41035]|[41035](?=[a-z])")
# Where a letter is drawn out: "dipukuuul".
_DRAWN = re.compile(r"([a-z])\1{2,}")
_SENTENCE_ENDS = re.compile(r"[.!?;]+(?=\s|$)|\n")
_BETWEEN = re.compile(r"[^a-z0-9|]+")
_APART = re.compile(rf"\bdi? (?={_BLOWS}|{_ABUSE}|{_KEPT}|ancam|paksa|kawin)")


def may_tell_of_violence(text: str) -> bool:
    """Whether ``text`` may be an account of violence that somebody suffered."""
    return bool(_PATTERN.search(_OF_TRAFFIC.sub(" ", _folded(text))))


def _folded(text: str) -> str:
    """``text`` as it is compared: small letters, one blank between words, "di pukul" written together."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in plain if unicodedata.category(char) not in ("Mn", "Cf"))
    plain = _BETWEEN.sub(" ", _SENTENCE_ENDS.sub(" | ", plain))
    plain = _DIGIT_IN_WORD.sub(lambda digit: _DIGITS[digit[0]], plain)
    return _APART.sub("di", _DRAWN.sub(r"\1", plain))
