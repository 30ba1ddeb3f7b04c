"""Does a text seem to name a private person? Then somebody of the village looks before others read it.

Indonesian names have no form of their own. What gives them away is what stands before them: "Pak", "Bu",
"Sdr.", "bernama", "anaknya". Offices ("Pak Kades", "Bu Bidan", "Pak RT 03"), roles ("ibu hamil", "Pak Tani")
and places ("Jalan Haji Agus Salim") are no persons. Typed in small letters or in capitals only, a word must
be a well-known name; after "pak", "bu", "si" and the like it may be any that is no word of every day, as
people type on phones. A guess: it holds for review, it never refuses.
"""

import re
from dataclasses import dataclass

from comments.names import folded


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Before a name. Those that are ordinary words too count only with what clearly is a name behind them.
HONORIFICS = _set(
    "pak bapak bpk bu ibu ibuk buk sdr sdri saudara saudari tn tuan ny nyonya nona mas mbak mba bang "
    "abang kang akang om tante pakde bude mbah wak uwak datuk dek haji hj hajah h ust ustaz ustadz "
    "ustazah ustadzah alm almarhum almarhumah"
)
ABBREVIATED = _set("sdr sdri bpk tn ny h hj ust alm")
# Between an honorific and a name: "Pak Haji Sulaiman".
MORE_TITLES = _set("haji hajah h hj alm almarhum ustaz ustadz")
# "haji" is a journey and "h" a letter unless they are written as a title.
ONLY_WITH_CAPITAL = _set("h hj haji hajah alm almarhum tuan om dek wak saudara saudari nona")
RELATIVES = _set(
    "anaknya istrinya isterinya suaminya menantunya mertuanya adiknya kakaknya keponakannya cucunya "
    "ibunya ayahnya bapaknya jandanya selingkuhannya"
)
# Of somebody who is named or has an office: "istri Pak RT" is one certain person.
RELATIVES_OF = RELATIVES | _set("anak istri isteri suami menantu mertua adik kakak keponakan janda")
NAMED = _set("bernama namanya berinisial")
OFFICES = _set(
    "kades kepala lurah camat bupati wakil wabup gubernur menteri presiden walikota kadus sekdes sekcam "
    "sekretaris bendahara kaur kasi bidan dokter dr mantri perawat guru dosen kader duta ketua anggota rt "
    "rw polisi kapolsek kapolres babinsa bhabinkamtibmas danramil tentara satpam hansip linmas imam "
    "khatib kyai kiai ustaz ustadz penghulu modin kadis dinas desa dusun penyuluh pendamping operator "
    "admin staf petugas perangkat pengurus pimpinan direktur manajer mandor hakim jaksa dewan dprd bpd "
    "lpm lpmd pkk bumdes karang posyandu puskesmas pemdes pemkab kapus koordinator korlap panitia pembina "
    "wali jaga geuchik keuchik datin pengawas bos juru bkkbn pkb ppl pld tni polri"
)
ORDINARY = _set(
    # Whom one means in general.
    "tani nelayan sopir supir ojek becak tukang pedagang penjual pemilik petani peternak buruh warga orang "
    "hamil menyusui nifas bersalin melahirkan balita bayi muda tua lansia rumah tunggal kandung tiri angkat "
    "asuh susu pertiwi kota negara janda anak remaja difabel disabilitas penyandang kepala sekalian semua "
    "semuanya para pegawai pensiunan penerima pemuda tetangga pelanggan bapak ibu ibuk pak bu saudara "
    "saudari mas mbak haji kawin emas perak bank jago jagoan "
    # What a call goes on with.
    "dan atau serta yang di ke dari pada untuk dengan dalam oleh tentang ini itu saya kami kita aku anda "
    "kamu dia mereka siapa apa apakah kapan mana bagaimana kenapa mengapa berapa ada tidak tak belum sudah "
    "akan mau bisa boleh harus perlu tolong mohon minta izin ijin maaf terima selamat semoga kalau jika bila "
    "karena supaya agar juga lagi saja pun ya kok sih nya jalan lampu air sampah banjir jembatan parit "
    "sekolah bantuan usul usulan lapor laporan tanya pertanyaan hari bulan tahun senin selasa rabu kamis "
    "jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober november "
    "desember nasional sedunia internasional indonesia jambi plus mabrur besar kecil"
)
# After these, what looks like a person is a place: "Jalan Haji Agus Salim", "Parit Pak Ambo".
PLACES = _set(
    "jalan jl jln gang gg lorong lrg dusun desa kampung parit sungai sei simpang jembatan masjid mesjid "
    "musala musholla mushola mushalla surau langgar pasar bukit tanjung teluk pulau blok sekolah sd sdn "
    "smp smpn sma sman mts ma pesantren lapangan bandara pelabuhan rsud taman gedung stadion universitas "
    "bernama kelurahan kecamatan kabupaten"
)
NOT_BEFORE_HONORIFIC = _set("ikan hari naik ibadah jemaah jamaah calon musim dana biaya")
# Names that are hardly anything else; the commonest of the country and of Jambi.
WELL_KNOWN = _set(
    "abdul abdullah abdurrahman achmad adi adit aditya agung agus ahmad aisyah aji ali alif amin aminah "
    "amir andi andika andri andre angga ani anita anton arif arifin aris arman asep asih asmawati asnawi "
    "ayu azis aziz bambang basri bayu budi budiman burhan cahyo candra dani danu darmawan darto dedi deni "
    "desi dewi dian didik dika dimas dina doni dwi edi eka eko endang erna erni erwin fadli fajar faisal "
    "farida fatimah fauzi febri feri firman fitri fitriani galih gunawan hadi hairul halimah hamid hamzah "
    "handoko hardi hariyanto hasan hasanah hendra hendri heri herman heru hidayat husein husin ida idris "
    "ijal ikhsan ilham imron indra ira irfan irwan ismail iwan jainal jamal jamilah joko joni julia "
    "junaidi kadir karim kartini kasim khadijah khairul komar krisna kurnia kurniawan lailatul laila "
    "lestari lilis lina lukman lusi mahmud maimunah mansur mardi maria mariam marni maryam mat maya mega "
    "miftah muhammad muhamad mohamad moh mulyadi mulyono munir murni mursid musa mustafa nana nani naning "
    "nasir nia nina nining nisa nita novi novita nur nurhayati nuraini nurul pardi parno ponimin purnomo "
    "purwanto putra putri rahma rahman rahmat rahmawati rani ratih ratna reni reza ria rian riana ridwan "
    "rina rini rio rizal rizki robi rohani rohman romi rosmini rosnah rudi rukiyah rusdi rusli saiful "
    "saleh salim salma samsul sanusi sapri sari sarman selamet septi sigit siti slamet soleh sri suci "
    "sudirman sugeng sugiono sugito suharto sukardi sukarni sulaiman sulastri sumarni sumiati sunarto "
    "sunaryo suparman supriadi supriyanto suryadi susanti susanto susi sutrisno suwarni suyanto syahrul "
    "syamsul syarif taufik teguh titi titin toni tono topik tri triyono tuti udin ujang umar umi usman "
    "utami wahid wahyu wahyuni wati wawan widodo wiwik yadi yanti yanto yati yeni yoga yudi yuli yulia "
    "yuliana yulianti yunus yusuf zaenal zainal zainuddin zulkifli zul"
)
# Well-known names that are ordinary words too: alone or before these they name nobody.
NO_NAME_ALONE = _set(
    "budi putra putri sari adi aji mat topik slamet selamet mega suci maria lestari rahmat "
    "kurnia utami wahyu nur bayu eka dwi tri sri"
)

# After these a word in small letters is a name, unless it is one of every day.
CALLS = _set("pak bu mbak mba mas bang si keluarga")
NO_HONORIFICS = _set("si keluarga")
EVERYDAY = (
    OFFICES
    | ORDINARY
    | PLACES
    | HONORIFICS
    | _set(
        "bungsu sulung kembar murni batangan kuning putih merah hitam biru hijau antam logam koin gadai "
        "palsu motor mobil ambulans truk kopi kantin warung pasar toko kios lapak kebun sawah sawit karet "
        "padi miskin mampu prasejahtera sejahtera kurang inti korban sakinah berencana harapan tangga "
        "sakit meninggal wafat lahir lulus duka baru lain sama tiap setiap masing jadi bikin buat kerja "
        "cari minta kasih beri bawa ambil pakai buang jual jualan beli bayar tanam pulang pergi datang "
        "masuk keluar turun naik lewat tinggal duduk lari jatuh rusak bolong mati padam banjir sholat "
        "salat ngaji pengajian arisan senam masak dapur jahit dukun udah mohon gimana dong kalo bilang "
        "kata tahu tau lihat dengar jawab cuma hanya beberapa sini sana situ nanti kemarin besok sekarang "
        "pagi siang sore malam rajin malas pintar bodoh kaya jahat polwan satgas ojol sayur tempe bakso "
        "jamu parkir listrik sinyal tiang kabel tanah rumput lapangan selokan drainase vaksin obat surat "
        "sempat masih makin mulai biar sampai seperti bukan selalu sering kadang jangan punya mungkin "
        "nggak enggak gak ngga tiga dua empat lima"
    )
)
# Words made from words; a few names look like it, and are well known.
_MADE_WORD = re.compile(
    r"(?:ber|mem|men|meng|meny|per|pem|pen|peng|peny|ter|ke)[a-z]{4,}(?:an|kan|i|nya)?|[a-z]{3,}(?:nya|kan)"
)

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+")
_BETWEEN = re.compile(r"[ \t\u00a0]{1,3}")
_BETWEEN_ABBREVIATED = re.compile(r"\.?[ \t\u00a0]{0,3}")


@dataclass(frozen=True)
class _Word:
    text: str
    key: str
    # What stands between this word and the next.
    gap: str

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_loud(self) -> bool:
        """In capitals throughout, as initials are too."""
        return len(self.text) > 1 and self.text.isupper()


def names_a_person(text: str) -> bool:
    """Whether ``text`` seems to name somebody who holds no office. Never raises; time grows with length."""
    words = _words(text)
    return any(_starts_person(words, at) for at in range(len(words)))


def _words(text: str) -> list[_Word]:
    found = list(_WORD.finditer(text))
    ends = [*(match.start() for match in found), len(text)][1:]
    return [
        _Word(match[0], folded(match[0]), text[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    ]


def _starts_person(words: list[_Word], at: int) -> bool:
    word = words[at]
    before = _before(words, at)
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or not _leads_on(word):
        return False
    if word.key in NAMED:
        return before not in PLACES and (following.is_capital or following.key in WELL_KNOWN)
    if word.key in RELATIVES_OF and following.key in HONORIFICS:
        return at + 2 < len(words) and _leads_on(following)
    if before in PLACES or (before in HONORIFICS and _before(words, at - 1) in PLACES):
        return False
    if word.key in RELATIVES:
        return _is_name(word, following)
    if word.key in NO_HONORIFICS:
        return following.key not in EVERYDAY and _is_name(word, following)
    if word.key in HONORIFICS and before not in NOT_BEFORE_HONORIFIC and not _is_doubled(words, at):
        return _is_named_after(words, at)
    return word.key in WELL_KNOWN - NO_NAME_ALONE and _is_full_name(words, at)


def _is_doubled(words: list[_Word], at: int) -> bool:
    """Whether the word at ``at`` ends a plural: "bapak-bapak"."""
    return at > 0 and words[at - 1].key == words[at].key and words[at - 1].gap == "-"


def _is_named_after(words: list[_Word], at: int) -> bool:
    """Whether a name stands after the honorific at ``at``; further titles may stand between."""
    title = words[at]
    if title.key in ONLY_WITH_CAPITAL and not title.is_capital:
        return False
    at += 1
    while at + 1 < len(words) and words[at].key in MORE_TITLES and _leads_on(words[at]):
        at += 1
    return _is_name(title, words[at])


def _is_name(before: _Word, word: _Word) -> bool:
    if word.text[0].isdigit() or word.key in OFFICES or word.key in ORDINARY:
        return False
    # All in capitals, or all in small letters: a capital tells nothing.
    if not word.is_capital or (before.is_loud and word.is_loud):
        return word.key in WELL_KNOWN or _may_be_a_name(before, word)
    return len(word.key) > 1


def _may_be_a_name(before: _Word, word: _Word) -> bool:
    """As people type on a phone: "pak jumadi". After a call, what is no word of every day is a name."""
    if before.key not in CALLS or len(word.key) < 4 or word.key in EVERYDAY:
        return False
    # "bapaknya", "menjual", "berjualan": words are made from words so, names hardly ever.
    return not _MADE_WORD.fullmatch(word.key)


def _is_full_name(words: list[_Word], at: int) -> bool:
    """Two words written as names, the first a well-known one: "Siti Aminah"."""
    first, second = words[at], words[at + 1]
    if not first.is_capital or first.is_loud or not second.is_capital or second.is_loud:
        return False
    return second.key not in ORDINARY and second.key not in OFFICES and len(second.key) > 2


def _before(words: list[_Word], at: int) -> str:
    """The word right before the one at ``at``; empty where something else stands between."""
    return words[at - 1].key if at and _BETWEEN_ABBREVIATED.fullmatch(words[at - 1].gap) else ""


def _leads_on(word: _Word) -> bool:
    pattern = _BETWEEN_ABBREVIATED if word.key in ABBREVIATED else _BETWEEN
    return bool(pattern.fullmatch(word.gap))
