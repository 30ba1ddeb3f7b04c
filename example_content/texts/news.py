"""News of an invented village week: fourteen articles and a series of short weekly notes.

Nobody is named; speakers are roles and marked as invented.
"""

from __future__ import annotations

from example_content.texts import Article, Callout, Gallery, Heading, Picture, Quote, Table, Text

ARTICLES: tuple[Article, ...] = (
    Article(
        key="warga-belajar-memotret-produk-dengan-ponsel",
        title="Warga belajar memotret produk dengan ponsel",
        summary="Sebanyak {peserta} warga {desa} berlatih membuat foto produk yang terang dan jujur, cukup dengan ponsel dan cahaya jendela.",
        scene="training",
        pillars=("people", "economy"),
        goals=(5, 8),
        tags=("pelatihan", "UMKM", "ruang komunitas"),
        body=(
            Text(
                "<p>Ruang komunitas digital Desa {desa} penuh sejak pukul delapan pagi. Sebanyak {peserta} warga, "
                "{perempuan} perempuan dan {laki} laki-laki, duduk berkelompok mengelilingi meja. Di tengah meja ada "
                "keripik pisang, madu kelulut, dan anyaman pandan yang akan dijual lewat ponsel.</p>"
                "<p>Pelatihan ini tidak memakai kamera mahal. Peserta belajar memindahkan barang ke dekat jendela, "
                "memakai kertas putih sebagai alas, lalu mengambil gambar dari tiga sudut.</p>"
            ),
            Heading("Apa yang dipelajari"),
            Text(
                "<ul><li>Membersihkan lensa dan mencari cahaya dari samping.</li>"
                "<li>Mengambil satu foto utuh, satu foto dekat, dan satu foto saat dipakai.</li>"
                "<li>Menulis keterangan: nama, berat, harga, dan cara memesan.</li>"
                "<li>Menulis teks alternatif supaya pembeli tunanetra tahu isi foto.</li></ul>"
            ),
            Quote(
                "Dulu foto saya selalu gelap. Ternyata cukup menggeser meja ke dekat jendela.",
                "Peserta pelatihan, tokoh rekaan",
            ),
            Heading("Tempat yang bisa dimasuki semua orang"),
            Text(
                "<p>Peserta pengguna kursi roda masuk lewat jalur landai di samping balai desa. Anak-anak dijaga di "
                "ruang sebelah selama pelatihan. Peserta yang belum punya ponsel memakai ponsel pinjaman.</p>"
                "<p>Ingin ikut gelombang berikutnya? Baca cara mendaftar di halaman "
                "[[layanan/ruang-komunitas-digital|Ruang Komunitas Digital]].</p>"
            ),
            Callout(
                "tip",
                "Coba di rumah",
                "<p>Matikan lampu kilat. Taruh barang satu langkah dari jendela, lalu foto dari arah jendela.</p>",
            ),
        ),
    ),
    Article(
        key="musyawarah-desa-menyepakati-empat-usulan",
        title="Musyawarah desa menyepakati empat usulan",
        summary="Musyawarah di balai desa memilih empat dari sebelas usulan dusun. Berikut urutan dan alasannya.",
        scene="meeting",
        pillars=("governance",),
        goals=(16, 18),
        tags=("musyawarah", "rencana kerja", "keterbukaan"),
        body=(
            Text(
                "<p>Badan Permusyawaratan Desa {desa} mengundang warga membahas rencana kerja tahun depan. Sebelas "
                "usulan masuk dari tiga dusun. Setelah dibahas selama tiga jam, musyawarah menyepakati empat usulan "
                "untuk dimasukkan ke dalam RKP Desa.</p>"
                "<p>Yang hadir {peserta} orang: {perempuan} perempuan dan {laki} laki-laki. Di antara mereka ada "
                "{lansia} lansia dan {disabilitas} penyandang disabilitas.</p>"
            ),
            Heading("Usulan yang disepakati"),
            Table(
                "Empat usulan menurut urutan pilihan peserta (angka contoh)",
                (("Usulan", "text"), ("Dusun", "text"), ("Suara", "number")),
                (
                    ("Perbaikan jembatan kayu", "Dusun Hilir", 31),
                    ("Toilet balai desa yang dapat dipakai pengguna kursi roda", "Semua dusun", 28),
                    ("Penampung air hujan di sekolah", "Dusun Tengah", 22),
                    ("Titik internet bersama", "Dusun Hulu", 19),
                ),
            ),
            Heading("Cara keputusan diambil"),
            Text(
                "<ol><li>Setiap dusun menjelaskan usulannya selama lima menit.</li>"
                "<li>Kelompok perempuan berdiskusi sendiri sebelum memilih.</li>"
                "<li>Peserta memilih dengan menempel tanda pada papan. Peserta tunanetra memilih dengan bantuan "
                "pendamping pilihannya sendiri.</li>"
                "<li>Hasil dihitung di depan semua peserta.</li></ol>"
            ),
            Quote(
                "Usulan yang belum terpilih tidak hilang. Kami simpan dan bahas lagi tahun depan.",
                "Pimpinan musyawarah, tokoh rekaan",
            ),
            Callout(
                "info",
                "Ingin membaca berita acara?",
                "<p>Berita acara dapat diminta lewat [[layanan/permohonan-informasi-publik|layanan informasi publik]] "
                "tanpa biaya.</p>",
            ),
        ),
    ),
    Article(
        key="bibit-bakau-ditanam-di-tepi-perairan",
        title="Bibit bakau ditanam di tepi perairan",
        summary="Warga tiga dusun menanam {bibit} bibit bakau untuk menahan gelombang dan memberi tempat hidup bagi kepiting dan ikan.",
        scene="mangrove",
        pillars=("environment",),
        goals=(13, 14, 15),
        tags=("bakau", "gotong royong", "iklim"),
        body=(
            Text(
                "<p>Air sedang surut ketika warga Desa {desa} turun ke lumpur membawa bibit bakau. Dalam satu pagi, "
                "{bibit} bibit tertanam di tepi perairan yang pada musim angin sering terkikis gelombang.</p>"
                "<p>Bibit disemai sendiri selama empat bulan oleh kelompok perempuan dan karang taruna. Ajir bambu "
                "dipasang supaya bibit tidak hanyut.</p>"
            ),
            Heading("Jumlah bibit per dusun"),
            Table(
                "Bibit bakau yang ditanam (angka contoh)",
                (("Dusun", "text"), ("Bibit", "number")),
                (
                    ("Dusun Hulu", "{bibit1}"),
                    ("Dusun Tengah", "{bibit2}"),
                    ("Dusun Hilir", "{bibit3}"),
                ),
            ),
            Heading("Merawat lebih penting daripada menanam"),
            Text(
                "<p>Setiap dusun mencatat bibit yang hidup sebulan sekali. Catatan dikirim dengan ponsel berupa foto "
                "dan angka, lalu dibacakan di ruang komunitas. Bibit yang mati diganti pada bulan berikutnya.</p>"
                "<ul><li>Jangan menambatkan perahu pada ajir bambu.</li>"
                "<li>Ambil sampah plastik yang tersangkut.</li>"
                "<li>Kabari kader bila ada bagian yang rusak.</li></ul>"
            ),
            Quote(
                "Kalau bakau rapat, air pasang tidak langsung sampai ke dapur.",
                "Warga dusun hilir, tokoh rekaan",
            ),
            Callout(
                "warning",
                "Perhatikan pasang surut",
                "<p>Jangan turun sendirian ke lumpur. Tanyakan jadwal surut kepada kader sebelum berangkat.</p>",
            ),
            Gallery(("river", "jetty")),
        ),
    ),
    Article(
        key="jembatan-kayu-diperbaiki-bergotong-royong",
        title="Jembatan kayu diperbaiki bergotong royong",
        summary="Papan jembatan diganti selama dua hari. Sepeda motor memakai jalan memutar; pejalan kaki tetap bisa lewat.",
        scene="bridge",
        pillars=("mobility",),
        goals=(9, 11),
        tags=("jembatan", "gotong royong", "jalan desa"),
        body=(
            Text(
                "<p>Jembatan kayu menuju Dusun Hilir Desa {desa} mulai diperbaiki. Sebanyak {papan} papan yang lapuk "
                "diganti, dan pagar pengaman dipasang di kedua sisi. Pekerjaan dilakukan warga secara bergotong "
                "royong; bahan dibiayai dari APB Desa.</p>"
            ),
            Callout(
                "warning",
                "Jalan dialihkan selama dua hari",
                "<p>Sepeda motor dan gerobak memakai jalan parit lama. Pejalan kaki dan pengguna kursi roda dibantu "
                "menyeberang oleh petugas jaga pukul 06.00-18.00 WIB.</p>",
            ),
            Heading("Urutan pekerjaan"),
            Table(
                "Rencana perbaikan jembatan (contoh)",
                (("Hari", "text"), ("Pekerjaan", "text"), ("Warga yang bertugas", "number")),
                (
                    ("Sabtu", "Membongkar papan lama dan memeriksa tiang", 18),
                    ("Minggu", "Memasang papan dan pagar pengaman", 22),
                    ("Senin", "Memeriksa hasil bersama BPD", 5),
                ),
            ),
            Heading("Dibuat agar bisa dilalui semua warga"),
            Text(
                "<p>Celah antarpapan dibuat kurang dari satu sentimeter supaya roda kursi roda dan ujung tongkat tidak "
                "terjepit. Kedua ujung jembatan diberi jalur landai, bukan anak tangga.</p>"
                "<ul><li>Lebar jembatan: 1,8 meter.</li><li>Tinggi pegangan: 90 sentimeter.</li>"
                "<li>Lampu tenaga surya: empat titik.</li></ul>"
            ),
            Quote("Sekarang saya bisa ke posyandu tanpa digendong.", "Warga lansia, tokoh rekaan"),
            Text(
                "<p>Melihat papan yang lepas? Laporkan lewat [[layanan/pengaduan-dan-aspirasi|pengaduan dan aspirasi]]. "
                "Sebutkan dusun dan bagian jembatan yang rusak.</p>"
            ),
        ),
    ),
    Article(
        key="posyandu-melayani-semua-umur",
        title="Posyandu melayani semua umur",
        summary="Posyandu kini juga memeriksa remaja, usia produktif, dan lansia. Semua layanan gratis, juga bagi yang lupa membawa buku.",
        scene="posyandu",
        pillars=("living",),
        goals=(3,),
        tags=("posyandu", "kesehatan", "lansia"),
        body=(
            Text(
                "<p>Hari posyandu di Desa {desa} tidak lagi hanya untuk balita. Pada jadwal terbaru, remaja memeriksa "
                "kadar darah, orang dewasa memeriksa tekanan darah, dan lansia memeriksa gula darah di tempat yang "
                "sama. Semua layanan gratis.</p>"
                "<p>Yang lupa membawa Buku KIA atau KTP tetap dilayani. Kader mencatat lebih dahulu dan buku dapat "
                "dibawa bulan depan.</p>"
            ),
            Heading("Jadwal bulan ini"),
            Table(
                "Jadwal posyandu (contoh)",
                (("Dusun", "text"), ("Hari", "text"), ("Jam", "text")),
                (
                    ("Dusun Hulu", "Selasa minggu kedua", "08.30-11.00 WIB"),
                    ("Dusun Tengah", "Rabu minggu kedua", "08.30-11.00 WIB"),
                    ("Dusun Hilir", "Kamis minggu kedua", "08.30-11.00 WIB"),
                ),
            ),
            Heading("Lima langkah di posyandu"),
            Text(
                "<ol><li>Daftar di meja pertama.</li><li>Timbang dan ukur.</li><li>Catat hasil di buku.</li>"
                "<li>Terima layanan kesehatan.</li><li>Dengar penyuluhan singkat, boleh bertanya.</li></ol>"
            ),
            Quote(
                "Datang saja dulu. Urusan buku bisa menyusul.",
                "Kader posyandu, tokoh rekaan",
            ),
            Callout(
                "info",
                "Tidak bisa datang?",
                "<p>Warga yang sulit berjalan dapat meminta [[layanan/jemput-bola-dan-pendampingan|kunjungan ke "
                "rumah]]. Sampaikan lewat kader atau ketua RT.</p>",
            ),
        ),
    ),
    Article(
        key="keripik-pisang-desa-punya-nomor-induk-berusaha",
        title="Keripik pisang desa punya nomor induk berusaha",
        summary="Kelompok usaha bersama mendaftarkan usahanya secara daring, tanpa biaya, dengan bantuan kader digital.",
        scene="market",
        pillars=("economy", "people"),
        goals=(5, 8, 12),
        tags=("UMKM", "NIB", "keripik pisang"),
        body=(
            Text(
                "<p>Kelompok usaha bersama di Desa {desa}, Kecamatan {kecamatan}, menjual keripik pisang sejak lama, "
                "tetapi baru kini mempunyai nomor induk berusaha (NIB). Pendaftaran dilakukan sendiri oleh anggota "
                "kelompok di ruang komunitas digital, didampingi kader.</p>"
                "<p>Bagi usaha mikro dan kecil, NIB tidak dipungut biaya. Yang dibutuhkan ialah KTP elektronik, nomor "
                "telepon yang aktif, dan keterangan tentang usahanya.</p>"
            ),
            Heading("Yang berubah setelah ada NIB"),
            Text(
                "<ul><li>Nama usaha dapat ditulis pada kemasan.</li>"
                "<li>Kelompok dapat mengajukan sertifikat halal dan izin pangan rumah tangga.</li>"
                "<li>Pembeli dari toko oleh-oleh lebih percaya.</li></ul>"
            ),
            Table(
                "Penjualan keripik dalam tiga bulan (angka contoh)",
                (("Bulan", "text"), ("Bungkus", "number"), ("Penerimaan", "text")),
                (
                    ("Pertama", 140, "Rp1.400.000"),
                    ("Kedua", 185, "Rp1.850.000"),
                    ("Ketiga", 260, "Rp2.600.000"),
                ),
            ),
            Quote(
                "Yang paling sulit ternyata menulis alamat dengan lengkap. Selebihnya mudah.",
                "Anggota kelompok usaha, tokoh rekaan",
            ),
            Heading("NIB dan SKU bukan hal yang sama"),
            Text(
                "<p>[[layanan/surat-keterangan-usaha|Surat Keterangan Usaha]] dari desa berguna misalnya untuk "
                "mengajukan pinjaman, tetapi bukan izin. Izin dasar ialah NIB.</p>"
            ),
            Callout(
                "warning",
                "Hati-hati calo",
                "<p>Jangan membayar siapa pun untuk NIB, dan jangan memberikan kode yang masuk ke ponsel Anda.</p>",
            ),
        ),
    ),
    Article(
        key="jalur-landai-balai-desa-selesai",
        title="Jalur landai balai desa selesai",
        summary="Balai desa kini dapat dimasuki tanpa anak tangga. Penyandang disabilitas ikut mengukur dan menguji jalurnya.",
        scene="hall",
        pillars=("governance", "living"),
        goals=(10, 11),
        tags=("aksesibilitas", "balai desa", "disabilitas"),
        body=(
            Text(
                "<p>Jalur landai di samping Balai Desa {desa} selesai dan sudah dipakai. Sebelum dibangun, "
                "{disabilitas} warga penyandang disabilitas diminta menilai rancangan. Mereka meminta jalur dibuat "
                "lebih panjang agar tidak terlalu curam, dan pegangan dipasang di kedua sisi.</p>"
            ),
            Heading("Apa saja yang sudah dan belum ada"),
            Table(
                "Akses balai desa menurut pemeriksaan warga (contoh)",
                (("Bagian", "text"), ("Keadaan", "text")),
                (
                    ("Jalur landai dan pegangan", "Ada"),
                    ("Pintu selebar kursi roda", "Ada"),
                    ("Toilet yang dapat dipakai pengguna kursi roda", "Belum ada, masuk rencana tahun depan"),
                    ("Ruang tunggu yang tenang", "Ada, minta kepada petugas"),
                    ("Petugas yang bisa bahasa isyarat", "Belum ada"),
                ),
            ),
            Quote(
                "Kami diajak menguji sebelum semennya kering. Itu yang membuat hasilnya pas.",
                "Warga pengguna kursi roda, tokoh rekaan",
            ),
            Heading("Bila masih ada hambatan"),
            Text(
                "<p>Beri tahu petugas, atau minta pendamping lewat "
                "[[layanan/jemput-bola-dan-pendampingan|layanan jemput bola]]. Anda boleh membawa pendamping sendiri. "
                "Layanan tambahan ini tidak dipungut biaya.</p>"
                "<ul><li>Antrean didahulukan bagi lansia, ibu hamil, dan penyandang disabilitas.</li>"
                "<li>Formulir dapat dibacakan dan diisikan petugas.</li></ul>"
            ),
            Callout(
                "info",
                "Dasar hukum",
                "<p>UU 8/2016 tentang Penyandang Disabilitas dan UU 25/2009 tentang Pelayanan Publik.</p>",
            ),
        ),
    ),
    Article(
        key="perpustakaan-desa-buka-tiga-sore-seminggu",
        title="Perpustakaan desa buka tiga sore seminggu",
        summary="Anak dan orang dewasa dapat membaca, meminjam, dan mendengar cerita. Ada {buku} buku, juga buku berhuruf besar.",
        scene="library",
        pillars=("people", "living"),
        goals=(4,),
        tags=("perpustakaan", "anak", "literasi"),
        body=(
            Text(
                "<p>Perpustakaan Desa {desa} membuka pintunya tiga sore dalam seminggu. Ada {buku} buku yang boleh "
                "dibaca di tempat atau dipinjam selama dua minggu. Peminjam cukup menyebut nama dan dusun; tidak perlu "
                "menyerahkan KTP.</p>"
            ),
            Heading("Jam buka"),
            Table(
                "Jam buka perpustakaan (contoh)",
                (("Hari", "text"), ("Jam", "text"), ("Kegiatan", "text")),
                (
                    ("Senin", "15.00-17.00 WIB", "Membaca bersama anak"),
                    ("Rabu", "15.00-17.00 WIB", "Bantuan tugas sekolah"),
                    ("Jumat", "15.30-17.00 WIB", "Cerita lisan oleh warga lansia"),
                ),
            ),
            Heading("Cerita lisan dalam bahasa daerah"),
            Text(
                "<p>Setiap Jumat, seorang warga lansia bercerita dalam bahasa ibunya. Anak-anak lalu menceritakan "
                "kembali dalam bahasa Indonesia. Rekaman disimpan bila pencerita setuju, dan dihapus bila ia "
                "memintanya.</p>"
                "<ul><li>Rak bawah berisi buku anak dan dapat dijangkau dari kursi roda.</li>"
                "<li>Ada sepuluh buku berhuruf besar.</li>"
                "<li>Ada pelantang kecil bagi yang sulit mendengar.</li></ul>"
            ),
            Quote(
                "Anak saya sekarang menagih cerita, bukan menagih ponsel.",
                "Ibu pengunjung, tokoh rekaan",
            ),
            Callout(
                "tip",
                "Punya buku yang sudah dibaca?",
                "<p>Titipkan di [[layanan/ruang-komunitas-digital|ruang komunitas]]. Pengurus akan memilih yang layak "
                "dipajang.</p>",
            ),
        ),
    ),
    Article(
        key="murid-sekolah-dasar-memilah-sampah",
        title="Murid sekolah dasar memilah sampah",
        summary="Selama sebulan, murid menimbang sampah kelas setiap Jumat. Hasilnya membuat sekolah mengubah cara jajan.",
        scene="school",
        pillars=("environment", "people"),
        goals=(4, 6, 12),
        tags=("sekolah", "sampah", "anak"),
        body=(
            Text(
                "<p>Murid sebuah sekolah dasar di Desa {desa} menimbang sampah kelas mereka setiap Jumat. Angkanya "
                "ditulis di papan dan difoto guru. Setelah empat minggu, terlihat bahwa gelas minuman sekali pakai "
                "adalah sampah terbanyak.</p>"
            ),
            Heading("Angka yang mengejutkan"),
            Table(
                "Sampah satu kelas dalam kilogram (angka contoh)",
                (("Minggu", "text"), ("Plastik", "number"), ("Daun dan sisa makanan", "number")),
                (("Pertama", 6, 9), ("Kedua", 5, 9), ("Ketiga", 3, 8), ("Keempat", 2, 8)),
            ),
            Heading("Yang kemudian dilakukan murid"),
            Text(
                "<ol><li>Membawa botol minum dari rumah.</li>"
                "<li>Menaruh tiga tempat sampah: daun, plastik, dan lainnya.</li>"
                "<li>Mengolah daun menjadi kompos untuk kebun sayur sekolah.</li>"
                "<li>Menjual plastik bersih setiap akhir bulan.</li></ol>"
                "<p>Penampung air hujan yang diusulkan dalam "
                "[[berita/musyawarah-desa-menyepakati-empat-usulan|musyawarah desa]] akan dipakai untuk mengisi ulang "
                "botol, setelah airnya diuji.</p>"
            ),
            Quote(
                "Kami tidak melarang jajan. Kami hanya bertanya: bungkusnya ke mana?",
                "Guru kelas, tokoh rekaan",
            ),
            Callout(
                "info",
                "Tentang foto anak",
                "<p>Situs ini tidak memuat wajah dan nama anak. Gambar pada halaman ini dilukis, bukan foto.</p>",
            ),
        ),
    ),
    Article(
        key="dermaga-desa-lebih-aman-dan-landai",
        title="Dermaga desa lebih aman dan landai",
        summary="Lantai dermaga dinaikkan, bangku diberi atap, dan papan naik perahu dapat dilalui kursi roda.",
        scene="jetty",
        pillars=("mobility", "living"),
        goals=(9, 10),
        tags=("dermaga", "perahu", "aksesibilitas"),
        body=(
            Text(
                "<p>Bagi sebagian warga Desa {desa}, perahu adalah angkutan ke sekolah, pasar, dan puskesmas. Karena "
                "itu dermaga desa diperbaiki lebih dahulu daripada jalan di depannya. Lantai dinaikkan agar tidak "
                "terendam saat pasang, dan papan naik perahu dibuat lebih lebar.</p>"
            ),
            Heading("Jadwal perahu"),
            Table(
                "Perahu penumpang dari dermaga desa (contoh)",
                (("Tujuan", "text"), ("Berangkat", "text"), ("Penumpang", "number")),
                (
                    ("Pasar kecamatan", "06.30 WIB", 12),
                    ("Sekolah", "06.45 WIB", 15),
                    ("Puskesmas", "08.00 WIB", 10),
                ),
            ),
            Heading("Aturan yang disepakati"),
            Text(
                "<ul><li>Semua penumpang memakai rompi pelampung, juga anak.</li>"
                "<li>Penumpang lansia, ibu hamil, dan penyandang disabilitas naik lebih dahulu.</li>"
                "<li>Juru mudi menunggu sampai penumpang duduk.</li>"
                "<li>Perahu tidak berangkat saat hujan deras disertai angin.</li></ul>"
            ),
            Picture("river", "Perahu kecil tetap boleh menambat di sisi hulu."),
            Quote(
                "Dulu kursi roda saya diangkat empat orang. Sekarang cukup satu yang memegang perahu.",
                "Warga penumpang, tokoh rekaan",
            ),
            Callout(
                "warning",
                "Bila ada kecelakaan di air",
                "<p>Berteriaklah minta tolong dan lempar pelampung. Jangan langsung melompat bila Anda tidak bisa "
                "berenang.</p>",
            ),
            Text(
                "<p>Layanan pengantaran surat ke seberang sungai dijelaskan pada halaman "
                "[[layanan/jemput-bola-dan-pendampingan|jemput bola]].</p>"
            ),
        ),
    ),
    Article(
        key="kelompok-tani-mencatat-hujan-dan-hama",
        title="Kelompok tani mencatat hujan dan hama",
        summary="Dengan buku tulis dan satu ponsel, petani mencatat hujan setiap pagi dan saling memberi kabar bila hama datang.",
        scene="rice",
        pillars=("economy", "environment"),
        goals=(2, 13),
        tags=("pertanian", "cuaca", "padi"),
        body=(
            Text(
                "<p>Kelompok tani di Desa {desa} mempunyai kebiasaan baru: setiap pagi satu anggota membaca penakar "
                "hujan dari kaleng bekas. Angkanya ditulis di buku, lalu dikirim ke grup percakapan. Setelah satu "
                "musim, catatan itu membantu menentukan kapan saluran dibuka.</p>"
                "<p>Sebanyak {kk} keluarga ikut mencatat. Yang tidak memakai ponsel melapor di pos ronda.</p>"
            ),
            Heading("Contoh catatan satu minggu"),
            Table(
                "Hujan dalam milimeter dan temuan hama (angka contoh)",
                (("Hari", "text"), ("Hujan", "number"), ("Temuan", "text")),
                (
                    ("Senin", 12, "Tidak ada"),
                    ("Selasa", 0, "Wereng di petak timur"),
                    ("Rabu", 31, "Tidak ada"),
                    ("Kamis", 4, "Tikus di tanggul"),
                ),
            ),
            Heading("Cara memberi kabar"),
            Text(
                "<ul><li>Sebutkan petak, bukan nama pemilik.</li>"
                "<li>Kirim satu foto yang jelas.</li>"
                "<li>Tunggu jawaban penyuluh sebelum menyemprot.</li></ul>"
            ),
            Quote(
                "Catatan lima menit menghemat pupuk satu karung.",
                "Anggota kelompok tani, tokoh rekaan",
            ),
            Callout(
                "tip",
                "Membaca prakiraan cuaca",
                "<p>Prakiraan bukan kepastian. Bandingkan dengan catatan sendiri, lalu putuskan bersama.</p>",
            ),
            Text(
                "<p>Pelatihan membuat tabel di ponsel diadakan di "
                "[[layanan/ruang-komunitas-digital|Ruang Komunitas Digital]].</p>"
            ),
        ),
    ),
    Article(
        key="titik-internet-bersama-di-ruang-komunitas",
        title="Titik internet bersama di ruang komunitas",
        summary="Warga dapat memakai internet dan meminjam alat di ruang komunitas. Baca jam buka dan aturan yang disepakati.",
        scene="training",
        pillars=("mobility", "people"),
        goals=(9, 17),
        tags=("internet", "ruang komunitas"),
        body=(
            Text(
                "<p>Sinyal di Desa {desa} datang dan pergi. Karena itu ruang komunitas digital kini mempunyai titik "
                "internet bersama yang boleh dipakai semua warga. Tersedia juga dua laptop, satu pencetak, dan "
                "beberapa ponsel pinjaman.</p>"
            ),
            Heading("Jam pemakaian"),
            Table(
                "Jam ruang komunitas (contoh)",
                (("Hari", "text"), ("Jam", "text"), ("Diutamakan untuk", "text")),
                (
                    ("Senin-Rabu", "13.00-17.00 WIB", "Pelajar"),
                    ("Kamis", "09.00-12.00 WIB", "Perempuan dan pelaku usaha"),
                    ("Jumat", "13.30-16.00 WIB", "Lansia dan penyandang disabilitas"),
                    ("Sabtu", "09.00-15.00 WIB", "Semua warga"),
                ),
            ),
            Heading("Aturan bersama"),
            Text(
                "<ol><li>Satu orang satu jam bila ada yang menunggu.</li>"
                "<li>Anak di bawah 13 tahun didampingi orang dewasa.</li>"
                "<li>Keluar dari akun sebelum meninggalkan laptop.</li>"
                "<li>Jangan menyimpan foto KTP atau KK di alat bersama.</li></ol>"
            ),
            Quote(
                "Kami menyepakati aturannya bersama, jadi kami juga yang menjaganya.",
                "Pengurus ruang komunitas, tokoh rekaan",
            ),
            Callout(
                "info",
                "Hemat kuota",
                "<p>Halaman desa ini dibuat ringan. Membacanya menghabiskan kuota jauh lebih sedikit daripada satu "
                "foto.</p>",
            ),
            Text(
                "<p>Usul tentang jam buka dapat ditulis lewat "
                "[[layanan/pengaduan-dan-aspirasi|pengaduan dan aspirasi]].</p>"
            ),
        ),
    ),
    Article(
        key="anggaran-desa-dijelaskan-dalam-satu-tabel",
        title="Anggaran desa dijelaskan dalam satu tabel",
        summary="Berapa uang desa dan untuk apa? Tabel ini menjelaskannya dengan bahasa sehari-hari dan angka contoh.",
        scene="hall",
        pillars=("governance",),
        goals=(16, 18),
        tags=("anggaran", "keterbukaan", "APB Desa"),
        author_line="Sekretaris desa (contoh)",
        body=(
            Text(
                "<p>Anggaran Pendapatan dan Belanja Desa (APB Desa) adalah rencana uang masuk dan uang keluar selama "
                "satu tahun. Setiap warga {desa} berhak mengetahuinya. Selain dipasang di papan pengumuman, anggaran "
                "dijelaskan di sini. Semua angka berikut adalah contoh. Sekretaris desa membacakannya juga di "
                "balai desa bagi yang lebih suka mendengar daripada membaca.</p>"
            ),
            Heading("Uang keluar menurut bidang"),
            Table(
                "Rencana belanja satu tahun (angka contoh)",
                (("Bidang", "text"), ("Jumlah", "text")),
                (
                    ("Penyelenggaraan pemerintahan desa", "Rp410.000.000"),
                    ("Pembangunan desa", "Rp520.000.000"),
                    ("Pembinaan kemasyarakatan", "Rp95.000.000"),
                    ("Pemberdayaan masyarakat", "Rp160.000.000"),
                    ("Penanggulangan bencana dan keadaan mendesak", "Rp115.000.000"),
                ),
            ),
            Heading("Cara membaca tabel ini"),
            Text(
                "<ul><li><b>Pembangunan desa</b> mencakup jembatan, air bersih, dan posyandu.</li>"
                "<li><b>Pemberdayaan masyarakat</b> mencakup pelatihan di ruang komunitas.</li>"
                "<li><b>Keadaan mendesak</b> mencakup BLT Dana Desa; baca "
                "[[layanan/blt-dana-desa|siapa yang dapat diusulkan]].</li></ul>"
            ),
            Quote(
                "Kalau ada angka yang tidak dimengerti, itu salah kami, bukan salah warga. Tanyakan.",
                "Kaur keuangan, tokoh rekaan",
            ),
            Callout(
                "info",
                "Minta salinan",
                "<p>Salinan lengkap dapat diminta lewat [[layanan/permohonan-informasi-publik|permohonan informasi "
                "publik]].</p>",
            ),
        ),
    ),
    Article(
        key="bersiap-menghadapi-air-pasang-tinggi",
        title="Bersiap menghadapi air pasang tinggi",
        summary="Enam hal yang perlu disiapkan keluarga di tepi sungai dan pesisir sebelum air pasang tinggi datang.",
        scene="river",
        pillars=("environment", "living"),
        goals=(11, 13),
        tags=("siaga bencana", "pasang", "iklim"),
        body=(
            Text(
                "<p>Sebagian rumah di Desa {desa}, Kecamatan {kecamatan}, berdiri di atas air. Pada bulan tertentu air "
                "pasang naik lebih tinggi daripada biasanya. Kelompok siaga desa menyusun daftar pendek yang dapat "
                "ditempel di pintu.</p>"
            ),
            Heading("Siapkan hari ini"),
            Text(
                "<ol><li>Simpan surat penting dalam kantong kedap air.</li>"
                "<li>Isi jeriken dengan air bersih.</li>"
                "<li>Naikkan colokan listrik dan beras.</li>"
                "<li>Ikat perahu dengan dua tali.</li>"
                "<li>Sepakati siapa mendampingi lansia, anak, dan anggota keluarga penyandang disabilitas.</li>"
                "<li>Kenali tempat berkumpul dan jalur menuju ke sana.</li></ol>"
            ),
            Heading("Tanda yang dipakai"),
            Table(
                "Arti tanda bahaya (contoh)",
                (("Tanda", "text"), ("Bunyi", "text"), ("Cahaya", "text")),
                (
                    ("Waspada", "Kentungan pelan", "Lampu kuning"),
                    ("Bersiap", "Kentungan cepat", "Lampu kuning berkedip"),
                    ("Mengungsi", "Kentungan terus-menerus", "Lampu merah"),
                ),
            ),
            Text(
                "<p>Tanda diberikan dengan bunyi dan cahaya sekaligus, supaya warga Tuli dan warga tunanetra "
                "sama-sama mengetahuinya.</p>"
            ),
            Quote(
                "Yang pertama dijemput ialah yang paling sulit berjalan. Itu sudah kami latih.",
                "Anggota kelompok siaga, tokoh rekaan",
            ),
            Callout(
                "warning",
                "Ini contoh, bukan peringatan",
                "<p>Halaman ini teks contoh. Untuk keadaan yang sebenarnya, ikuti petugas dan pengumuman resmi.</p>",
            ),
        ),
    ),
)

_WEEKS: tuple[tuple[str, str, str, str], ...] = (
    ("belajar mengetik surat", "Delapan warga berlatih mengetik surat lamaran dan menyimpannya sebagai PDF.", "training", "people"),
    ("kelas kirim paket", "Pelaku usaha membandingkan ongkos kirim dan cara membungkus barang yang mudah pecah.", "market", "economy"),
    ("jam bercerita", "Anak-anak mendengar cerita tentang buaya dan kancil, lalu menggambarnya.", "library", "people"),
    ("sore perawatan bakau", "Karang taruna mengganti ajir yang lepas dan mencatat bibit yang hidup.", "mangrove", "environment"),
    ("latihan siaga air pasang", "Warga mencoba jalur menuju tempat berkumpul, juga dengan kursi roda dan tandu.", "river", "living"),
    ("tanya jawab anggaran", "Kaur keuangan menjawab pertanyaan warga tentang papan pengumuman anggaran.", "hall", "governance"),
    ("servis perahu bersama", "Pemilik perahu saling membantu menambal dan mengecat lambung.", "jetty", "mobility"),
    ("kelas pesan suara", "Warga lansia belajar mengirim pesan suara dan membesarkan huruf di ponsel.", "training", "people"),
    ("pemeriksaan jembatan", "Dua papan yang longgar dikencangkan, dan lampu tenaga surya dibersihkan.", "bridge", "mobility"),
)  # fmt: skip

_ORDINALS = (
    "pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan", "kesembilan",
    "kesepuluh", "kesebelas", "kedua belas", "ketiga belas", "keempat belas", "kelima belas", "keenam belas",
    "ketujuh belas", "kedelapan belas",
)  # fmt: skip


def weekly_notes(count: int) -> tuple[Article, ...]:
    """`count` (at most 18) short weekly notes of the community room, for the village whose list has pages."""
    goals = {"people": 4, "economy": 8, "environment": 15, "living": 11, "governance": 16, "mobility": 9}
    notes = []
    for index, week in enumerate(_ORDINALS[:count]):
        topic, what, scene, pillar = _WEEKS[index % len(_WEEKS)]
        again = "Kegiatan ini diulang karena banyak yang belum kebagian tempat." if index >= len(_WEEKS) else (
            "Kegiatan ini diadakan untuk pertama kalinya."
        )  # fmt: skip
        notes.append(
            Article(
                key=f"catatan-pekan-{week.replace(' ', '-')}",
                title=f"Catatan pekan {week}: {topic}",
                summary=what,
                scene=scene,
                pillars=(pillar,),
                goals=(goals[pillar],),
                tags=("catatan pekan",),
                comments_open=index % 3 != 2,
                body=(
                    Text(
                        f"<p>{what} {again} Kegiatan berlangsung di Desa {{desa}} dan terbuka bagi semua warga, "
                        "juga yang datang dari dusun lain.</p>"
                    ),
                    Heading("Yang kami catat"),
                    Text(
                        "<ul><li>Pendaftaran ditutup sehari sebelumnya supaya alat cukup.</li>"
                        "<li>Peserta yang membawa anak mendapat tempat di dekat pintu.</li>"
                        "<li>Permintaan juru bahasa isyarat disampaikan tiga hari sebelumnya.</li></ul>"
                    ),
                    Heading("Pekan depan"),
                    Text(
                        "<p>Usul kegiatan dapat disampaikan kepada kader digital atau ditulis di kolom tanggapan. Cara "
                        "mendaftar ada pada halaman [[layanan/ruang-komunitas-digital|Ruang Komunitas Digital]].</p>"
                    ),
                ),
            )
        )
    return tuple(notes)
