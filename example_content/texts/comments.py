"""Residents' comments under the example news, with the cadre's answers. All names are invented."""

from __future__ import annotations

from example_content.texts import Remark

_PHOTO = "warga-belajar-memotret-produk-dengan-ponsel"
_MEETING = "musyawarah-desa-menyepakati-empat-usulan"
_BRIDGE = "jembatan-kayu-diperbaiki-bergotong-royong"
_MANGROVE = "bibit-bakau-ditanam-di-tepi-perairan"
_CLINIC = "posyandu-melayani-semua-umur"
_CHIPS = "keripik-pisang-desa-punya-nomor-induk-berusaha"
_RAMP = "jalur-landai-balai-desa-selesai"
_LIBRARY = "perpustakaan-desa-buka-tiga-sore-seminggu"
_JETTY = "dermaga-desa-lebih-aman-dan-landai"

REMARKS: tuple[Remark, ...] = (
    Remark(
        "Warga Contoh",
        "Apakah pelatihan berikutnya bisa sore hari? Pagi kami masih di kebun.",
        _PHOTO,
        home="Dusun Hilir",
        answer="Terima kasih usulnya. Gelombang berikutnya kami adakan pukul 15.30 WIB.",
        replies=(("Ibu Contoh", "Saya juga lebih mudah datang sore."),),
    ),
    Remark(
        "Penjual Madu (contoh)",
        "Saya coba foto di dekat jendela, hasilnya jauh lebih terang. Terima kasih.",
        _PHOTO,
    ),
    Remark(
        "Pemuda Contoh",
        "Kalau ponsel saya belum punya kamera bagus, boleh tetap ikut?",
        _PHOTO,
        answer="Boleh. Kami meminjamkan ponsel selama pelatihan.",
    ),
    Remark(
        "Warga Contoh",
        "Mohon hasil musyawarah ditempel juga di pos ronda dusun kami, sinyal di sini lemah.",
        _MEETING,
        home="Dusun Hulu",
        answer="Sudah kami cetak dan akan ditempel besok pagi di tiga pos ronda.",
        replies=(("Tetangga Contoh", "Setuju, orang tua kami membacanya di sana."),),
    ),
    Remark(
        "Ibu Contoh",
        "Toilet yang bisa dipakai kursi roda memang perlu. Kapan mulai dibangun?",
        _MEETING,
        answer="Masuk rencana kerja tahun depan. Jadwalnya kami umumkan setelah anggaran disahkan.",
    ),  # fmt: skip
    Remark(
        "Pak Contoh (rekaan)",
        "Saya mencatat ada dua papan lepas di ujung jembatan dekat surau.",
        _BRIDGE,
        answer="Terima kasih. Regu perbaikan memeriksanya sore ini.",
    ),  # fmt: skip
    Remark(
        "Pengguna Jalan (contoh)", "Jalan memutar licin sekali kalau hujan. Tolong dipasang tanda.", _BRIDGE
    ),
    Remark(
        "Karang Taruna (contoh)",
        "Hari Minggu kami bisa membantu mengganti ajir. Kumpul di mana?",
        _MANGROVE,
        answer="Kumpul di dermaga pukul 07.00 WIB. Bawa sarung tangan.",
    ),  # fmt: skip
    Remark(
        "Nenek Contoh",
        "Apakah periksa gula darah harus puasa?",
        _CLINIC,
        answer="Bidan desa menjelaskannya saat Anda mendaftar; jadwal ada di artikel ini.",
    ),  # fmt: skip
    Remark("Pembeli Contoh", "Keripiknya enak. Bisa kirim ke luar kabupaten?", _CHIPS),
    Remark(
        "Warga Contoh",
        "Jalurnya sudah bagus. Tolong beri lampu juga, malam gelap.",
        _RAMP,
        answer="Dua lampu tenaga surya dipasang minggu ini.",
    ),  # fmt: skip
    Remark(
        "Ayah Contoh",
        "Bolehkah anak dari desa sebelah meminjam buku?",
        _LIBRARY,
        answer="Boleh membaca di tempat. Untuk meminjam, datang bersama orang dewasa.",
    ),  # fmt: skip
    Remark("Juru Mudi (contoh)", "Papan naiknya pas. Terima kasih sudah mendengar kami.", _JETTY),
    Remark(
        "Warga Contoh",
        "Kapan daftar peserta gelombang kedua dibuka?",
        _PHOTO,
        home="Dusun Tengah",
        state="pending",
    ),
    Remark("Ibu Rumah Tangga (contoh)", "Apakah anak boleh ikut masuk kelas?", _PHOTO, state="pending"),
    Remark(
        "Pendatang Contoh",
        "Saya baru tinggal sebulan, bolehkah ikut bermusyawarah?",
        _MEETING,
        state="pending",
    ),
    Remark("Warga Contoh", "Mohon jembatan dijaga juga setelah magrib.", _BRIDGE, state="pending"),
    Remark(
        "Penjual Pinjaman (contoh)",
        "Butuh uang cepat? Hubungi saya sekarang, tanpa syarat!",
        _CHIPS,
        state="rejected",
        reason="spam",
    ),  # fmt: skip
    Remark(
        "Tanpa Nama (contoh)",
        "Tetangga saya yang rumahnya di ujung itu sakit, ini nomor teleponnya.",
        _CLINIC,
        state="rejected",
        reason="personal",
    ),  # fmt: skip
    Remark("Warga Contoh", "Yang mengurus ini semuanya pemalas!", _BRIDGE, state="hidden", reason="rude"),
)

# One article is talked about so much that its list of comments has a second page.
MUCH_DISCUSSED = _PHOTO
SHORT_REMARKS: tuple[str, ...] = (
    "Terima kasih kepada pelatih, penjelasannya pelan dan jelas.",
    "Kertas putihnya boleh diganti kain?",
    "Saya memotret ikan asin, warnanya jadi bagus.",
    "Mohon dibuat juga kelas menulis keterangan produk.",
    "Ponsel lama saya ternyata masih bisa dipakai.",
    "Anak saya senang di ruang sebelah, terima kasih sudah dijaga.",
    "Kalau hujan, apakah kelas tetap ada?",
    "Bagaimana cara mengecilkan ukuran foto sebelum dikirim?",
    "Cahaya sore juga bagus, sudah saya coba.",
    "Saya tidak kebagian tempat, semoga bulan depan bisa.",
    "Tetangga saya tunanetra, teks alternatifnya sangat membantu.",
    "Bolehkah foto kami dipakai di halaman desa?",
    "Madu kelulut saya laku tiga botol minggu ini.",
    "Tolong jadwalnya ditempel juga di warung.",
    "Apakah ada kelas khusus lansia?",
    "Saya baru tahu lensa harus dibersihkan.",
    "Anyaman pandan lebih baik difoto dari samping.",
    "Mohon daftar hadir tidak ditempel di luar.",
    "Kelas berikutnya tentang apa?",
    "Kami dari dusun seberang boleh ikut?",
    "Terima kasih, jalur landainya memudahkan saya.",
    "Foto pertama saya buram, foto kedua sudah terang.",
    "Semoga ada kelas menghitung harga jual.",
    "Pelatihnya sabar sekali.",
)
