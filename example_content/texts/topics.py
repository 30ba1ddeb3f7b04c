"""Topics of the example community spaces: asked by invented residents, worked on and answered by the village."""

from __future__ import annotations

from example_content.texts import Matter

MATTERS: tuple[Matter, ...] = (
    Matter(
        "opened",
        "Usulan untuk rencana kerja desa tahun depan",
        "Contoh: musyawarah desa akan menyusun rencana kerja tahun depan. Apa yang paling perlu di dusun Anda? "
        "Tulis satu usul, di mana tempatnya, dan siapa yang tertolong.",
        "governance",
        asked=20,
        remarks=(
            ("Ibu Contoh", "Penerangan di jalan menuju posyandu, supaya ibu-ibu berani pulang sore."),
            ("Pemuda Contoh", "Lapangan voli diratakan. Anak muda jadi punya tempat berkumpul."),
        ),
    ),
    Matter(
        "report",
        "Jalan ke dermaga rusak di dua tempat",
        "Setelah hujan ada dua lubang besar di jalan semen menuju dermaga, dekat gudang pupuk. "
        "Kemarin dua sepeda motor terperosok. Mohon diberi tanda dulu.",
        "mobility",
        asked=16,
        name="Warga Contoh",
        home="Dusun Hilir",
        steps=(
            (13, "worked_on", "Papan tanda dipasang. Semen dan kerikil dipesan."),
            (4, "done", "Kedua lubang sudah ditutup. Lewati pelan-pelan sampai semennya kering."),
        ),
        answer="Terima kasih laporannya. Papan tanda kami pasang hari ini, perbaikan menyusul minggu depan.",
        remarks=(("Penjual Madu (contoh)", "Benar, saya hampir jatuh di sana."),),
        supports=9,
    ),
    Matter(
        "ask",
        "Kapan jadwal perekaman KTP di kecamatan?",
        "Anak saya sudah 17 tahun. Hari apa saja perekaman dibuka, dan apa yang harus dibawa?",
        "governance",
        asked=9,
        name="Bapak Contoh",
        home="Dusun Hulu",
        answer="Setiap Selasa dan Kamis pagi di kantor kecamatan. Bawa fotokopi kartu keluarga. Dari desa kami "
        "berangkat bersama Kamis depan pukul 07.30; daftar di kantor desa.",
        supports=3,
    ),
    Matter(
        "propose",
        "Kelas membaca untuk orang tua",
        "Banyak ibu di dusun kami ingin lancar membaca pesan di ponsel. Bisakah ada kelas sore dua kali seminggu?",
        "people",
        asked=12,
        name="Ibu Contoh",
        steps=((6, "worked_on", "Dua guru bersedia. Kami sedang mencari tempat yang dekat."),),
        answer="Usul yang baik. Kami bicarakan dengan PKK dan guru, lalu kami kabari di sini.",
        supports=14,
    ),
    Matter(
        "propose",
        "Tempat sampah di pasar",
        "Sesudah pasar pagi, plastik menumpuk di tepi parit. Mohon disediakan tempat sampah dan jadwal angkut.",
        "environment",
        asked=3,
        name="Pedagang Contoh",
        supports=5,
    ),
    Matter(
        "propose",
        "Jembatan gantung baru ke seberang",
        "Warga seberang harus memutar satu jam. Mohon dibangun jembatan gantung.",
        "mobility",
        asked=25,
        name="Warga Seberang (contoh)",
        steps=(
            (
                18,
                "declined",
                "Sungai ini kewenangan provinsi. Usulnya kami teruskan lewat camat; sementara itu perahu desa "
                "ditambah satu kali sore hari.",
            ),
        ),
        supports=11,
    ),
    Matter(
        "ask",
        "Bolehkah ibu hamil minta dijemput ke posyandu?",
        "Rumah kami jauh dari jalan besar dan sulit berjalan. Apakah ada yang bisa menjemput?",
        "living",
        asked=2,
        name="Keluarga Contoh",
        home="Dusun Hulu",
    ),
)
