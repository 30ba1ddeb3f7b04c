"""How villagers say it: tables for the finder, each with why it is there.

General Indonesian only. What people call one particular service stands in its own field `also_called`.
"""

# What says nothing about which service is meant: how people ask, and that they ask.
FILLER = frozenset(
    """
    a ada adalah adakah agar aja akan aku ambil amat anda apa apakah apo atas atau awak ayo bagaimana
    bagi bahwa bang bapak banget bantu berapa biar biaya biayanya bikin bikinnya bila bisa boleh bu buat
    buatkan bukan cara caranya cari carikan cek cuma dak dalam dan dapat dapatkan dari dengan depan desa
    di dia dimana dokumennya dong dulu eh gak gimana gimano gini gmn gmna gratis guna hai halo harus
    hendak i ialah ibu ini ingin itu iya jadi jam jika juga ka kah kak kalau kalo kalu kami kan kantor
    kapan karena kasih kasi kata kau ke kek kenapa kepada kita klo ko kok ku kudu lagi lah lalu lama
    lamanya lewat lho loh macam mak mana mano mas mau mba mbak mengapa mengurus mesti min minta mo mohon
    nah nak ndak nggak nih nya nyari oleh om pada pak pake pakai pas pengen perlu permisi persyaratan
    pertanyaan piye pun punya pingin saat saja sama sampai saya sebagai sebelum segera sekarang selamat
    seperti sesudah setelah siang sih soal sudah supaya syarat syaratnya tadi tanya tapi tau tentang ter
    terus tidak tolong tu udah untuk urus urusin usah wajib waktu ya yaitu yang yg enggak ga tak belum
    blm sdh utk dgn krn dr jd mengambil membuat pembuatan pengurusan butuh butuhkan dibutuhkan memerlukan
    diperlukan cukup bawa dibawa berkas sy gw gue gua lu kamu mereka tsb tersebut apaan apanya gimananya
    mesti ngurus buek ambik nian nan kayak kaya lain semua setiap tiap para si sang
    """.split()  # noqa: SIM905
)

# The same word written or said otherwise.
SPELLINGS: dict[str, str] = {
    variant: word
    for word, variants in {
        "akta": "akte aktanya aktenya",
        "nikah": "kawin mengawinkan perkawinan kawinan nikahan",
        "hilang": "ilang kehilangan keilangan hilangnya lenyap",
        "lahir": "lahiran kelahiran ngelahirin",
        "ktp": "ktpel ektp ktpnya katepe ktpe",
        "kk": "kknya",
        "bpjs": "bpjsnya",
        "sktm": "sktmnya",
        "tambah": "nambah nambahin",
        "ganti": "nuker tukar ngganti",
        "pindah": "pindahan boyongan mutasi",
        "datang": "dateng",
        "orangtua": "ortu",
        "bayi": "baby orok dedek",
        "anak": "budak bocah anaknya",
        "nama": "namanya",
        "salah": "keliru salahnya",
        "rusak": "patah sobek robek luntur terbakar terendam",
        "dua": "2",
        "cetak": "print ngeprint ngprint prin ngeprin nyetak",
        "pindai": "scan skan nyeken",
        "aplikasi": "app apk",
        "ponsel": "hp handphone hape gawai",
        "daring": "online onlen",
        "internet": "wifi hotspot",
        "komputer": "laptop pc",
        "disabilitas": "difabel cacat disabel tuli tunanetra tunarungu lumpuh",
        "lansia": "lanjut jompo sepuh manula",
        "istri": "bini",
        "uang": "duit fulus",
        "miskin": "melarat",
        "sekolah": "skolah",
        "rumahsakit": "rs rsud",
        "telepon": "telpon telp tlp",
        "kerja": "gawe krja",
        "surat": "srt",
        "pelatihan": "kursus training diklat bimtek",
        "keluhan": "komplain komplen protes",
        "izin": "ijin perijinan",
        "posyandu": "posiandu yandu",
        "imunisasi": "vaksin vaksinasi suntik",
    }.items()
    for variant in variants.split()
}

# What is known by its letters: words that are looked for and shown as these letters too.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "ktp": (
        "kartu tanda penduduk",
        "ktp elektronik",
        "ktp el",
        "e ktp",
        "kartu penduduk",
        "kartu identitas penduduk",
    ),
    "kk": ("kartu keluarga", "kartu rumah tangga"),
    "sktm": (
        "surat keterangan tidak mampu",
        "surat tidak mampu",
        "keterangan tidak mampu",
        "surat keterangan miskin",
        "surat miskin",
    ),
    "sku": ("surat keterangan usaha", "surat usaha", "keterangan usaha"),
    "kia": ("kartu identitas anak", "kartu anak", "ktp anak"),
    "nib": ("nomor induk berusaha", "izin usaha"),
    "kua": ("kantor urusan agama",),
    "blt": ("bantuan langsung tunai", "blt dd", "blt dana desa"),
    "bpjs": ("kartu indonesia sehat", "jaminan kesehatan", "kartu sehat", "asuransi kesehatan"),
    "pbi": ("penerima bantuan iuran", "bpjs gratis", "bpjs pemerintah"),
    "dtsen": ("data tunggal sosial ekonomi nasional", "data sosial", "data terpadu"),
    "ppid": ("informasi publik", "pejabat pengelola informasi"),
    "skck": ("catatan kepolisian",),
    "tps": ("tempat pemungutan suara",),
    "rumahsakit": ("rumah sakit",),
    "meninggal": ("meninggal dunia", "tutup usia", "berpulang ke rahmatullah", "sudah tiada"),
    "lansia": ("lanjut usia", "orang tua renta", "sudah tua"),
    "disabilitas": ("kursi roda", "berkebutuhan khusus", "tidak bisa jalan", "tidak bisa berjalan"),
    "jemput": ("datang ke rumah", "ke rumah", "didatangi ke rumah", "diurus di rumah"),
    "domisili": ("tempat tinggal", "bukti tinggal", "alamat tinggal"),
    "pengantin": ("calon suami", "calon istri", "calon pengantin"),
    "dewasa": ("17 tahun", "tujuh belas tahun", "17 thn", "17th"),
}
# The same registers and cards under the name they had or are called by.
ALSO_KNOWN: dict[str, str] = {"dtks": "dtsen", "kis": "bpjs", "jkn": "bpjs", "imb": "izin", "umkm": "usaha"}

# (what villagers say, what services say, why): found at a lower price than the word itself.
MEANT: tuple[tuple[str, str, str], ...] = (
    ("bayi melahirkan bersalin brojol persalinan", "lahir", "what has happened, not the paper"),
    ("mati wafat almarhum almarhumah mendiang berpulang jenazah makam kubur", "meninggal mati", "death"),
    ("meninggal", "mati", "the paper says kematian"),
    ("waris warisan pensiun taspen", "kematian", "what the paper of a death is asked for"),
    ("akad pengantin jodoh melamar lamaran kua penghulu simkah n1 n4", "nikah", "marriage by its parts"),
    ("cerai janda duda talak pisah", "cerai kk", "after a divorce the family card changes"),
    ("pisah pecah numpang menumpang", "kk", "a family card is split or joined"),
    ("menantu anggota keluarga kepala", "kk", "who stands on the family card"),
    ("merantau rantau luar kota pulang menetap tujuan", "pindah", "moving by where one goes"),
    ("pendatang datang", "pindah domisili", "who comes is asked for both"),
    ("kos kontrakan ngontrak alamat tinggal mess asrama", "domisili", "where somebody lives now"),
    ("copet kecopetan dicuri maling tercecer dompet jatuh kebakaran banjir", "hilang", "how cards are lost"),
    ("rekam perekaman foto sidik jari nik identitas dewasa", "ktp", "what is done for the card"),
    ("dagang jualan warung toko bisnis wirausaha kios pengusaha pedagang usaha", "usaha", "business"),
    ("kredit kur modal bank pinjam pinjaman kur koperasi", "usaha sku", "what banks ask of businesses"),
    ("izin legalitas oss nib", "nib usaha", "permit of a business"),
    ("petani nelayan kebun tambak ternak", "usaha", "work that a bank asks about"),
    ("beasiswa kip kuliah ukt spp keringanan uangsekolah sekolah", "sktm sekolah", "schools ask for it"),
    ("rumahsakit operasi opname rawat", "berobat bpjs sktm", "who must go to hospital"),
    ("sakit obat berobat", "berobat bpjs sehat posyandu", "illness"),
    ("iuran nunggak premi", "bpjs", "dues of the insurance"),
    ("miskin", "mampu sktm bantuan", "what the papers call kurang mampu"),
    ("bansos sembako pkh bpnt raskin beras tunai uang", "bantuan blt sosial", "help by its names"),
    ("desil terdata data pendataan terdaftar bansos pkh", "dtsen sosial", "the register behind the help"),
    ("dapat penerima", "bantuan", "help"),
    ("hamil bumil kandungan nifas menyusui balita imunisasi timbang stunting gizi bidan kms", "posyandu",
     "what is done at the health post"),
    ("tensi gula kolesterol periksa kesehatan sehat", "posyandu", "check-ups for all ages"),
    ("lansia disabilitas stroke tua kakek nenek seberang pulau lemah", "jemput lansia disabilitas",
     "who cannot come"),
    ("antar diantar dikunjungi kunjungan panggil rumah", "jemput kunjungan", "officers who come"),
    ("jalan jembatan lampu sampah banjir listrik got selokan kotor bau gangguan ribut", "pengaduan",
     "what people complain of"),
    ("pungli korupsi lambat kecewa marah melapor lapor keluhan kritik saran usul masukan aspirasi",
     "pengaduan aspirasi", "complaining by its names"),
    ("anggaran apbdes dana transparansi salinan dokumen keterbukaan peraturan perdes", "ppid informasi",
     "what the village must show"),
    ("belajar les kelas sertifikat pelatihan", "pelatihan komunitas", "learning"),
    ("internet komputer cetak pindai fotokopi ketik printer", "komunitas digital cetak internet",
     "what the room has"),
    ("paspor tki tkw lamaran", "ktp kk domisili", "what other offices ask to bring"),
)  # fmt: skip
