"""Inclusion notices of an invented village, one or more for every audience.

All telephone numbers are invented: those of real bodies stand in the list of help, which the pages show.
Days count from the day on which the content is loaded.
"""

from __future__ import annotations

from example_content.texts import Event, Notice, NoticeContact

_CADRE = NoticeContact("Kader digital", "{telepon}", whatsapp=True)
_CLERK = NoticeContact("Kasi Kesejahteraan", "{telepon}", whatsapp=True)
_SOCIAL = NoticeContact("Dinas Sosial kabupaten (nomor contoh)", "0812-0000-0091", outside=True)
_CLINIC = NoticeContact("Bidan puskesmas kecamatan (nomor contoh)", "0812-0000-0092", outside=True)
_SCHOOL = NoticeContact("Dinas Pendidikan kabupaten (nomor contoh)", "0812-0000-0093", outside=True)
_DISTRICT = NoticeContact("Kantor Camat {kecamatan} (nomor contoh)", "0812-0000-0094", outside=True)


NOTICES: tuple[Notice, ...] = (
    Notice(
        key="kelas-ponsel-untuk-perempuan",
        title="Kelas ponsel untuk perempuan",
        audiences=("women",),
        plain_summary=(
            "Perempuan dapat belajar memakai ponsel. Kelas diadakan setiap Kamis pagi. Tempatnya di ruang komunitas. "
            "Kelas ini gratis. Anak Anda dijaga selama kelas."
        ),
        right="Setiap perempuan berhak ikut serta dalam pembangunan desa dan memperoleh informasi.",
        law="UU 6/2014 jo. UU 3/2024 tentang Desa, pasal 68",
        steps=(
            "Beri tahu kader bahwa Anda ingin ikut.",
            "Sebutkan umur anak bila Anda membawanya.",
            "Datang pada hari Kamis pukul 09.00 WIB.",
        ),
        place="Ruang Komunitas Digital, Balai Desa {desa}",
        access={
            "step_free": "yes",
            "wide_door": "yes",
            "toilet": "no",
            "light": "yes",
            "quiet_room": "yes",
            "companion": "yes",
            "child_care": "yes",
            "female_officer": "yes",
        },
        event=Event(day=3, weekday=4, starts=9, ends=11),
        access_note="Toilet untuk pengguna kursi roda direncanakan tahun depan.",
        companion="Boleh membawa pendamping. Pelatihnya perempuan.",
        confidentiality="Kami hanya mencatat nama panggilan dan dusun. Daftar hadir tidak diumumkan.",
        contacts=(_CADRE, _SOCIAL),
        from_day=-14,
        until_day=60,
    ),
    Notice(
        key="bantuan-mengurus-surat-di-rumah",
        title="Bantuan mengurus surat di rumah",
        audiences=("disability_mobility", "disability_sight", "elderly"),
        plain_summary=(
            "Anda sulit datang ke kantor desa? Petugas dapat datang ke rumah Anda. Petugas membantu mengurus surat. "
            "Bantuan ini gratis. Hubungi kami lewat telepon atau keluarga."
        ),
        right="Penyandang disabilitas dan lansia berhak atas layanan khusus tanpa tambahan biaya.",
        law="UU 8/2016 dan UU 25/2009 pasal 29",
        steps=(
            "Hubungi kader atau minta tolong ketua RT.",
            "Sebutkan surat yang Anda perlukan.",
            "Sepakati hari dan jam.",
            "Petugas datang dan surat diantar.",
        ),
        place="Rumah Anda, atau loket khusus di Kantor Desa {desa}",
        access={
            "step_free": "yes",
            "wide_door": "yes",
            "toilet": "no",
            "companion": "yes",
            "female_officer": "yes",
            "interpreter": "no",
        },
        companion="Pendamping pilihan Anda boleh hadir. Petugas perempuan tersedia bila diminta.",
        confidentiality="Keadaan kesehatan Anda tidak dicatat. Surat hanya dilihat petugas yang mengurusnya.",
        contacts=(_CLERK, _SOCIAL),
        from_day=-40,
        until_day=365,
    ),
    Notice(
        key="musyawarah-dengan-juru-bahasa-isyarat",
        title="Musyawarah dengan juru bahasa isyarat",
        audiences=("disability_hearing",),
        plain_summary=(
            "Musyawarah desa berikutnya memakai juru bahasa isyarat. Warga Tuli dan teman bicara dapat ikut. "
            "Tempatnya di balai desa. Tidak ada biaya. Beri tahu kami tiga hari sebelumnya."
        ),
        right="Warga Tuli berhak ikut bermusyawarah dan memperoleh informasi dalam bahasa isyarat.",
        law="UU 8/2016 pasal 24",
        steps=(
            "Kirim pesan tertulis kepada kader.",
            "Sebutkan bahasa isyarat yang Anda pakai.",
            "Datang lima belas menit lebih awal untuk bertemu juru bahasa.",
        ),
        place="Balai Desa {desa}",
        access={
            "step_free": "yes",
            "wide_door": "yes",
            "light": "yes",
            "quiet_room": "no",
            "toilet": "no",
            "interpreter": "yes",
            "companion": "yes",
        },
        event=Event(day=8, weekday=3, starts=13, ends=16),
        companion="Ongkos perjalanan satu pendamping diganti desa (contoh).",
        confidentiality="Nama peserta tidak ditulis di halaman ini.",
        contacts=(_CADRE, _DISTRICT),
        from_day=-5,
        until_day=18,
    ),
    Notice(
        key="penjelasan-pelan-dan-mudah-di-loket",
        title="Penjelasan pelan dan mudah di loket",
        audiences=("disability_intellectual", "disability_mental"),
        plain_summary=(
            "Anda boleh minta penjelasan yang pelan. Petugas memakai kata yang mudah dan gambar. Anda boleh "
            "duduk di ruang yang tenang. Anda boleh datang bersama pendamping. Semua ini gratis."
        ),
        right="Penyandang disabilitas intelektual dan mental berhak atas informasi yang dapat dimengerti.",
        law="UU 8/2016 pasal 19 dan 20",
        steps=(
            "Katakan kepada petugas: saya minta penjelasan pelan.",
            "Pilih ruang tenang atau loket biasa.",
            "Bawa pulang lembar bergambar.",
        ),
        place="Loket dan ruang tenang, Kantor Desa {desa}",
        access={"step_free": "yes", "quiet_room": "yes", "light": "yes", "companion": "yes"},
        companion="Pendamping boleh siapa saja yang Anda percayai.",
        confidentiality="Petugas tidak menanyakan diagnosis dan tidak mencatatnya.",
        contacts=(_CLERK, _CLINIC),
        from_day=-20,
        until_day=120,
    ),
    Notice(
        key="pemeriksaan-kesehatan-lansia",
        title="Pemeriksaan kesehatan lansia",
        audiences=("elderly",),
        plain_summary=(
            "Warga lansia dapat memeriksa tekanan darah dan gula darah. Pemeriksaan diadakan di posyandu. Waktunya "
            "minggu kedua setiap bulan. Pemeriksaan ini gratis. Yang tidak bisa berjalan akan dikunjungi."
        ),
        right="Lansia berhak atas layanan kesehatan yang mudah dijangkau.",
        law="UU 13/1998 tentang Kesejahteraan Lanjut Usia",
        steps=(
            "Datang ke posyandu dusun Anda.",
            "Bawa KTP bila ada.",
            "Minta kunjungan bila sulit berjalan.",
        ),
        place="Posyandu setiap dusun, Desa {desa}",
        access={"step_free": "yes", "toilet": "no", "light": "yes", "jetty": "yes", "companion": "yes"},
        companion="Keluarga boleh menemani.",
        confidentiality="Hasil pemeriksaan hanya untuk Anda dan bidan.",
        contacts=(_CADRE, _CLINIC),
        from_day=-30,
        until_day=45,
    ),
    Notice(
        key="forum-anak-memilih-kegiatan-liburan",
        title="Forum anak memilih kegiatan liburan",
        audiences=("children",),
        plain_summary=(
            "Anak boleh mengusulkan kegiatan liburan. Forum anak bertemu di perpustakaan desa. Pertemuan diadakan "
            "hari Sabtu sore. Tidak ada biaya. Orang tua boleh menunggu di dekat pintu."
        ),
        right="Anak berhak didengar pendapatnya dan dilindungi.",
        law="UU 23/2002 jo. UU 35/2014 tentang Perlindungan Anak",
        steps=(
            "Pilih satu usul.",
            "Datang bersama teman.",
            "Tulis atau gambar usulmu; nama tidak perlu ditulis.",
        ),
        place="Perpustakaan Desa {desa}",
        access={
            "step_free": "yes",
            "wide_door": "yes",
            "toilet": "yes",
            "light": "yes",
            "companion": "yes",
            "female_officer": "yes",
        },
        event=Event(day=14, weekday=6, starts=15, ends=17),
        companion="Orang tua atau pengasuh boleh menemani. Dua orang dewasa terlatih selalu hadir.",
        confidentiality="Wajah dan nama anak tidak dimuat di situs.",
        contacts=(_CADRE, _SCHOOL),
        from_day=6,
        until_day=40,
    ),
    Notice(
        key="cerita-dan-peta-wilayah-adat",
        title="Cerita dan peta wilayah adat",
        audiences=("indigenous",),
        plain_summary=(
            "Warga komunitas adat diundang menceritakan tempat penting. Cerita boleh dalam bahasa sendiri. "
            "Petugas merekam hanya bila Anda setuju. Pertemuan diadakan di dermaga. Tidak ada biaya."
        ),
        right="Masyarakat adat berhak atas layanan yang sama dan atas penghormatan terhadap budayanya.",
        law="UU 6/2014 jo. UU 3/2024 tentang Desa; UU 40/2008",
        steps=(
            "Dengarkan penjelasan lisan dari kader.",
            "Pilih tempat bertemu: dermaga, rumah, atau perahu.",
            "Putuskan apa yang boleh dicatat dan apa yang tidak.",
        ),
        place="Dermaga Desa {desa}",
        access={"step_free": "no", "jetty": "yes", "light": "no", "companion": "yes"},
        access_note="Dermaga belum diterangi pada malam hari. Perahu jemputan disediakan (contoh).",
        companion="Penerjemah bahasa daerah hadir.",
        confidentiality="Rekaman milik pencerita dan dihapus bila ia memintanya.",
        contacts=(_CADRE, _SOCIAL),
        from_day=-10,
        until_day=30,
    ),
    Notice(
        key="layanan-tanpa-membedakan-agama",
        title="Layanan tanpa membedakan agama",
        audiences=("religious_minority",),
        plain_summary=(
            "Semua agama dan kepercayaan dilayani sama. Anda tidak perlu menjelaskan agama Anda untuk meminta surat. "
            "Jadwal musyawarah menghindari hari raya setiap agama. Layanan ini gratis. Bila Anda dibedakan, laporkan."
        ),
        right="Setiap warga berhak atas layanan yang sama, apa pun agama dan kepercayaannya.",
        law="UUD 1945 pasal 29; UU 25/2009 tentang Pelayanan Publik",
        steps=(
            "Sampaikan hari raya Anda kepada sekretaris desa.",
            "Minta ruang bila perlu untuk kegiatan bersama.",
            "Laporkan perlakuan berbeda, boleh tanpa nama.",
        ),
        place="Kantor Desa {desa}",
        access={"step_free": "yes", "wide_door": "yes", "quiet_room": "yes"},
        companion="Pemuka agama boleh mendampingi.",
        confidentiality="Agama Anda tidak ditanyakan dan tidak dicatat dalam pengaduan.",
        contacts=(_CLERK, _DISTRICT),
        from_day=-60,
        until_day=365,
    ),
    Notice(
        key="pendatang-dan-pekerja-musiman",
        title="Pendatang dan pekerja musiman",
        audiences=("newcomers",),
        plain_summary=(
            "Anda baru datang atau bekerja untuk sementara? Anda tetap boleh berobat dan menyekolahkan anak. Lapor "
            "kepada ketua RT tidak dipungut biaya. Kader membantu mengurus surat. Datang pada jam kantor."
        ),
        right="Pendatang berhak atas layanan dasar tanpa dibedakan menurut daerah atau suku asal.",
        law="UU 40/2008 tentang Penghapusan Diskriminasi Ras dan Etnis",
        steps=(
            "Temui ketua RT.",
            "Sebutkan alamat tempat tinggal.",
            "Minta bantuan kader untuk surat pindah.",
        ),
        place="Kantor Desa {desa}",
        access={"step_free": "yes", "jetty": "yes"},
        companion="Boleh membawa teman yang bisa berbahasa Indonesia.",
        confidentiality="Keterangan Anda hanya dipakai untuk layanan yang Anda minta.",
        contacts=(_CLERK, _DISTRICT),
        from_day=-25,
        until_day=90,
    ),
    Notice(
        key="usul-warga-untuk-rencana-kerja",
        title="Usul warga untuk rencana kerja",
        audiences=("everyone",),
        plain_summary=(
            "Semua warga boleh mengusulkan kegiatan desa. Usul boleh lisan, tertulis, atau lewat pesan suara. "
            "Pengumpulan usul sudah ditutup. Hasilnya dibacakan dalam musyawarah. Tidak ada biaya."
        ),
        right="Warga berhak menyampaikan usul dan mengetahui hasilnya.",
        law="UU 6/2014 jo. UU 3/2024 tentang Desa, pasal 54 dan 68",
        steps=("Sampaikan usul kepada ketua RT atau kader.", "Simpan nomor usul.", "Tanyakan hasilnya."),
        place="Balai Desa {desa}",
        access={"step_free": "yes", "wide_door": "yes", "toilet": "no", "light": "yes"},
        event=Event(day=-24, weekday=1, starts=9, ends=12),
        companion="Pendamping boleh menyampaikan usul atas nama Anda.",
        confidentiality="Usul boleh tanpa nama.",
        contacts=(_CADRE, _DISTRICT),
        from_day=-75,
        until_day=-12,
    ),
    Notice(
        key="tempat-bicara-yang-aman",
        title="Tempat bicara yang aman",
        audiences=("women", "children", "everyone"),
        plain_summary=(
            "Anda berhak merasa aman. Bila Anda takut di rumah, Anda tidak sendirian. Hubungi nomor bantuan di halaman "
            "ini, siang dan malam. Anda boleh bertanya dulu. Anda yang memutuskan langkah berikutnya."
        ),
        right="Setiap orang berhak atas pertolongan, perlindungan, dan pemulihan.",
        law="UU 12/2022, UU 23/2004, dan UU 23/2002 jo. UU 35/2014",
        steps=(
            "Cari tempat yang aman untuk menelepon.",
            "Hubungi nomor bantuan di halaman ini.",
            "Bila perlu, minta teman tepercaya menemani Anda.",
            "Jangan menulis cerita Anda di situs ini.",
        ),
        place="Tidak perlu datang ke kantor desa",
        access={},
        companion="Anda boleh minta petugas perempuan.",
        confidentiality=(
            "Situs ini tidak mencatat cerita Anda dan tidak ada kolom komentar di halaman ini. Hapus riwayat peramban "
            "bila ponsel dipakai bersama."
        ),
        contacts=(
            _CLINIC,
            NoticeContact("Kader perempuan, untuk ditemani menelepon", "{telepon}"),
        ),
        from_day=-90,
        until_day=365,
    ),
)
