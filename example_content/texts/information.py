"""Information pages of the regency's portal and of each village: about, contact, privacy, accessibility."""

from __future__ import annotations

from example_content.texts import Callout, Heading, Information, Picture, Table, Text

REGENCY: tuple[Information, ...] = (
    Information(
        "tentang",
        "Tentang portal ini",
        "Portal ini menghimpun berita, layanan, dan informasi inklusi dua puluh desa contoh.",
        (
            Text(
                "<p>Portal ini memuat halaman desa-desa di Kabupaten Tanjung Jabung Timur. Setiap desa menulis "
                "beritanya sendiri, menjelaskan layanannya, dan menjawab warganya.</p>"
            ),
            Callout(
                "warning",
                "Semua isi adalah contoh",
                "<p>Desa-desa pada portal ini dipilih sebagai contoh. Orang, nomor telepon, kegiatan, dan angka adalah "
                "rekaan, dan tidak menerangkan keadaan desa yang sebenarnya.</p>",
            ),
            Heading("Siapa yang menulis"),
            Text(
                "<ul><li>Penulis desa membuat naskah.</li><li>Kader digital memeriksa dan menerbitkan.</li>"
                "<li>Duta digital mendampingi beberapa desa sekaligus.</li>"
                "<li>Dinas PMD membaca semuanya dan membuka desa baru.</li></ul>"
            ),
            Heading("Sumber"),
            Text("<p>Kode wilayah: idn-area-data, ODbL 1.0, berdasarkan Kepmendagri.</p>"),
        ),
    ),
    Information(
        "kontak",
        "Kontak portal",
        "Ke mana bertanya tentang portal ini.",
        (
            Text(
                "<p>Pertanyaan tentang satu desa dijawab oleh desa itu; alamatnya ada di halaman desa. Pertanyaan "
                "tentang portal dijawab oleh pengelola di kabupaten.</p>"
            ),
            Table(
                "Kontak pengelola (contoh)",
                (("Urusan", "text"), ("Hubungi", "text")),
                (
                    ("Isi halaman", "0812-0000-0000, jam kerja"),
                    ("Gangguan teknis", "portal@kabupaten.example"),
                    ("Pengaduan layanan publik", "lapor.go.id"),
                ),
            ),
        ),
    ),
    Information(
        "privasi",
        "Privasi",
        "Apa yang dicatat portal ini tentang Anda, dan apa yang tidak.",
        (
            Text("<p>Anda dapat membaca semua halaman tanpa memberi tahu siapa Anda.</p>"),
            Heading("Yang tidak kami lakukan"),
            Text(
                "<ul><li>Tidak ada iklan dan tidak ada pelacak dari pihak lain.</li>"
                "<li>Halaman untuk pembaca tidak menyimpan kuki.</li>"
                "<li>Kami tidak meminta NIK, foto KTP, atau foto KK.</li></ul>"
            ),
            Heading("Bila Anda menulis komentar"),
            Text(
                "<p>Kami menyimpan nama, dusun, isi, dan waktunya. Nama samaran boleh. Kader membaca komentar sebelum "
                "tampil. Siapa yang melaporkan sebuah komentar tidak pernah diberitahukan kepada penulisnya.</p>"
            ),
            Table(
                "Yang disimpan, berapa lama, dan siapa yang melihat",
                (("Data", "text"), ("Berapa lama", "text"), ("Siapa yang melihat", "text")),
                (
                    ("Komentar yang tayang", "Sampai Anda menghapusnya", "Semua orang"),
                    ("Komentar yang Anda tarik", "30 hari, lalu isinya dihapus", "Anda, kader, dan duta"),
                    ("Komentar yang ditolak", "1 tahun; spam 90 hari", "Anda, kader, dan duta"),
                    ("Isi sebelum komentar diubah", "90 hari", "Kader dan duta"),
                    (
                        "Nama, nomor kartu, akhir nomor telepon warga terdaftar",
                        "Sampai Anda minta dihapus",
                        "Kader dan duta",
                    ),
                    ("PIN, nomor telepon, kode bukti", "Hanya sidiknya yang disimpan", "Tidak seorang pun"),
                    ("Keterangan laporan", "180 hari setelah diputuskan", "Kader dan duta"),
                    (
                        "Sidik alamat internet, untuk menahan banjir kiriman",
                        "1 hari, paling lama 7 hari",
                        "Tidak seorang pun",
                    ),
                    (
                        "Catatan keputusan, tanpa isi dan tanpa nama warga",
                        "Selama portal ada",
                        "Kader, duta, Dinas PMD",
                    ),
                ),
            ),
            Heading("Mengunduh dan menghapus data Anda"),
            Text(
                "<ul><li>Tanpa akun: buka <b>Komentar saya</b> dengan kode bukti, lalu pilih Unduh atau Hapus.</li>"
                "<li>Warga terdaftar: masuk, lalu pilih Unduh data saya atau Hapus data saya. Menghapus berarti mencabut "
                "persetujuan.</li>"
                "<li>Tidak dapat melakukannya sendiri? Minta kader, atau lewat wali dan pendamping.</li></ul>"
                "<p>Penghapusan berjalan seketika, paling lambat 3 x 24 jam. Jawaban orang lain tetap ada; di tempat "
                "komentar Anda hanya tertulis bahwa komentar itu dihapus.</p>"
            ),
            Heading("Anak di bawah 18 tahun"),
            Text(
                "<p>Pendaftaran hanya untuk yang berumur 18 tahun ke atas. Sebagai tamu siapa pun dapat menulis, berapa "
                "pun umurnya dan tanpa identitas. Orang tua atau wali dapat meminta kader menghapus tulisan anaknya.</p>"
            ),
            Heading("Dasar hukum"),
            Text(
                "<p>UU Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi. Keberatan disampaikan kepada kader, duta "
                "digital, atau Dinas PMD.</p>"
            ),
        ),
    ),
    Information(
        "aksesibilitas",
        "Aksesibilitas",
        "Apa yang sudah kami lakukan agar halaman dapat dipakai semua orang, dan apa yang belum.",
        (
            Text(
                "<p>Kami berpedoman pada WCAG 2.2 tingkat AA. Halaman dapat dibaca dengan pembaca layar, dipakai "
                "dengan papan ketik, dan diperbesar sampai 400 persen.</p>"
            ),
            Heading("Yang sudah ada"),
            Text(
                "<ul><li>Semua gambar yang bermakna mempunyai teks alternatif.</li>"
                "<li>Halaman terbuka tanpa JavaScript dan pada jaringan lambat.</li>"
                "<li>Setiap pengumuman inklusi mempunyai ringkasan bahasa mudah.</li></ul>"
            ),
            Heading("Yang belum ada"),
            Text(
                "<ul><li>Rekaman suara untuk setiap ringkasan.</li><li>Video bahasa isyarat (BISINDO).</li>"
                "<li>Ringkasan dalam bahasa daerah.</li></ul>"
            ),
            Callout(
                "info",
                "Menemukan hambatan?",
                "<p>Beri tahu kader digital desa Anda: halaman apa, alat apa yang Anda pakai, dan apa yang terjadi.</p>",
            ),
        ),
    ),
)

VILLAGE: tuple[Information, ...] = (
    Information(
        "tentang",
        "Tentang Desa {desa}",
        "Halaman contoh untuk Desa {desa}, Kecamatan {kecamatan}.",
        (
            Text(
                "<p>Halaman ini memperlihatkan bagaimana Desa {desa} di Kecamatan {kecamatan} dapat memperkenalkan "
                "diri. Keterangan yang sebenarnya akan ditulis oleh desa.</p>"
            ),
            Picture("meeting", "Musyawarah adalah cara desa mengambil keputusan."),
            Heading("Yang biasanya ditulis di sini"),
            Text(
                "<ul><li>Asal-usul dan letak desa.</li><li>Pemerintah desa dan BPD, menurut jabatan.</li>"
                "<li>Dusun, sekolah, posyandu, dan tempat ibadah.</li><li>RPJM Desa, RKP Desa, dan APB Desa.</li></ul>"
            ),
            Callout(
                "warning",
                "Bukan keterangan resmi",
                "<p>Isi halaman ini adalah contoh dan tidak menerangkan keadaan desa yang sebenarnya.</p>",
            ),
        ),
    ),
    Information(
        "kontak",
        "Kontak",
        "Cara menghubungi kantor desa. Semua nomor adalah contoh.",
        (
            Text("<p>Datang, telepon, kirim pesan, atau titipkan surat di kotak saran.</p>"),
            Table(
                "Kontak Kantor Desa {desa} (contoh)",
                (("Urusan", "text"), ("Hubungi", "text")),
                (
                    ("Loket pelayanan", "{telepon}"),
                    ("Kader digital", "{telepon}, boleh pesan suara"),
                    ("Surel", "{surel}"),
                ),
            ),
            Heading("Menuju kantor desa"),
            Text(
                "<p>Dari dermaga, ikuti jalan papan ke arah balai desa, kira-kira dua ratus langkah (contoh). Jalannya "
                "datar. Minta dijemput bila Anda memakai kursi roda.</p>"
            ),
        ),
    ),
    Information(
        "privasi",
        "Privasi",
        "Apa yang dicatat kantor desa bila Anda menulis di sini.",
        (
            Text(
                "<p>Membaca halaman ini tidak meninggalkan catatan tentang Anda. Bila Anda menulis komentar, kader "
                "digital desa membaca nama dan isi yang Anda tulis sebelum menampilkannya.</p>"
                "<p>Jangan menulis NIK, nomor KK, alamat lengkap, atau keadaan kesehatan siapa pun.</p>"
            ),
            Heading("Meminta penghapusan"),
            Text(
                "<p>Sampaikan kepada kader digital, atau pakai kode bukti yang Anda terima saat menulis. Apa yang disimpan, "
                'berapa lama, dan siapa yang melihatnya: <a href="/privasi/">halaman privasi portal</a>.</p>'
            ),
        ),
    ),
    Information(
        "aksesibilitas",
        "Aksesibilitas",
        "Keadaan kantor desa bagi lansia, ibu hamil, dan penyandang disabilitas (contoh).",
        (
            Table(
                "Akses kantor desa (contoh)",
                (("Bagian", "text"), ("Keadaan", "text")),
                (
                    ("Jalur landai", "Ada"),
                    ("Pintu lebar", "Ada"),
                    ("Toilet untuk pengguna kursi roda", "Belum ada"),
                    ("Huruf timbul (braille)", "Belum diperiksa"),
                    ("Juru bahasa isyarat", "Atas permintaan, tiga hari sebelumnya"),
                ),
            ),
            Picture("hall"),
            Text(
                "<p>Petugas dapat datang ke rumah. Baca "
                "[[layanan/jemput-bola-dan-pendampingan|layanan jemput bola dan pendampingan]].</p>"
            ),
        ),
    ),
)
