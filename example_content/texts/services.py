"""The sixteen village services of the project's domain notes: standards of the regency, and what villages add.

Fees and deadlines set by law (civil registration free, 60 and 30 days, KUA Rp0 or Rp600.000, information in
10 and 7 working days) are those of the law; times, hours and validity of village letters are invented examples.
"""

from __future__ import annotations

from example_content.texts import Difference, Fee, Place, Question, Requirement, Service, Step

_PUBLIC_SERVICE = "UU 25/2009 tentang Pelayanan Publik"
_VILLAGE_STANDARD = "Permendagri 2/2017 tentang Standar Pelayanan Minimal Desa"
_CIVIL = (
    "UU 23/2006 jo. UU 24/2013 tentang Administrasi Kependudukan",
    "Perpres 96/2018 tentang Persyaratan dan Tata Cara Pendaftaran Penduduk dan Pencatatan Sipil",
    "Permendagri 108/2019 tentang Peraturan Pelaksanaan Perpres 96/2018",
    "Permendagri 109/2019 tentang Formulir dan Buku Administrasi Kependudukan",
)
_CIVIL_OFFICE = "Dinas Kependudukan dan Pencatatan Sipil (Disdukcapil)"
_COUNTER = "Loket kantor desa"
_PROXY = (
    "Keluarga dalam satu KK atau orang lain dengan surat kuasa. Bila Anda kesulitan menulis, petugas membantu "
    "membuat surat kuasa."
)
_RT_LETTER = Requirement("Surat pengantar RT", "original", 1)
_KTP = Requirement("KTP elektronik", "copy", 1)
_KK = Requirement("Kartu Keluarga (KK)", "copy", 1)


def _letter_steps(check: str) -> tuple[Step, ...]:
    """The steps that letters of the village share."""
    return (
        Step("Minta surat pengantar.", "Ketua RT", "Rumah ketua RT"),
        Step("Serahkan berkas. Petugas memberi tanda terima.", "Pemohon", _COUNTER),
        Step(check, "Kasi Pelayanan", "Kantor desa"),
        Step("Surat ditandatangani.", "Kepala desa", "Kantor desa"),
        Step("Ambil surat, atau minta diantar bila sulit datang.", "Pemohon", _COUNTER),
    )


SERVICES: tuple[Service, ...] = (
    Service(
        key="surat-keterangan-tidak-mampu",
        title="Surat Keterangan Tidak Mampu (SKTM)",
        summary="Surat untuk meminta keringanan biaya sekolah atau berobat.",
        for_whom="Warga kurang mampu yang membutuhkan keringanan biaya sekolah atau berobat.",
        may_act=_PROXY,
        requirements=(
            _RT_LETTER,
            _KTP,
            _KK,
            Requirement("Surat pernyataan tidak mampu yang diketahui ketua RT", "original", 1),
            Requirement("Surat dari sekolah atau puskesmas", "copy", 1, "Bila diminta"),
        ),
        steps=_letter_steps("Berkas diperiksa. Bila ada yang kurang, petugas memberi tahu hari itu juga."),
        time="Paling lama 1 hari kerja (contoh)",
        result="Surat Keterangan Tidak Mampu sesuai keperluan",
        validity="3 bulan (contoh)",
        laws=(_PUBLIC_SERVICE, _VILLAGE_STANDARD),
        forms=("Surat pernyataan tidak mampu",),
        notes=(
            "Bila Anda belum terdata sebagai penerima bantuan, tanyakan juga layanan usulan data "
            "sosial. Jangan mengirim foto KTP atau KK lewat kolom komentar."
        ),
        online="no",
        also_called=(
            "SKTM, surat miskin, surat keterangan miskin, surat dak mampu, surat orang susah, "
            "keringanan biaya, keringanan sekolah, uang sekolah, beasiswa, KIP kuliah, "
            "keringanan rumah sakit, berobat gratis, surat pengantar berobat"
        ),
        life_events=("bantuan", "sehat"),
        audiences=("kurang-mampu",),
    ),
    Service(
        key="surat-keterangan-domisili",
        title="Surat Keterangan Domisili",
        summary="Surat yang menerangkan tempat tinggal Anda atau kedudukan lembaga Anda.",
        for_whom="Warga atau lembaga yang perlu bukti tempat tinggal atau kedudukan di desa ini.",
        may_act=_PROXY,
        requirements=(
            _RT_LETTER,
            _KTP,
            _KK,
            Requirement("Surat izin pemilik rumah", "original", 1, "Bila Anda pendatang yang menumpang"),
        ),
        steps=_letter_steps("Berkas dan alamat diperiksa."),
        time="1 hari kerja (contoh)",
        result="Surat Keterangan Domisili",
        validity="6 bulan (contoh)",
        laws=(_VILLAGE_STANDARD,),
        notes=("Surat ini tidak menggantikan KTP elektronik atau surat pindah datang."),
        online="no",
        also_called=(
            "domisili, surat domisili, surat tempat tinggal, surat keterangan tinggal, bukti alamat, "
            "keterangan alamat, surat numpang tinggal, rumah kontrakan, domisili lembaga, "
            "domisili usaha, alamat yayasan, alamat kelompok tani"
        ),
        life_events=("pindah", "usaha"),
        audiences=("pendatang",),
    ),
    Service(
        key="surat-keterangan-usaha",
        title="Surat Keterangan Usaha (SKU)",
        summary="Surat yang menerangkan bahwa Anda menjalankan usaha di desa ini.",
        for_whom="Pelaku usaha kecil, misalnya untuk mengajukan pinjaman.",
        may_act=_PROXY,
        requirements=(
            _RT_LETTER,
            _KTP,
            _KK,
            Requirement("Foto tempat usaha", "any", 1),
            Requirement("Keterangan alamat dan jenis usaha"),
        ),
        steps=(
            Step("Minta surat pengantar.", "Ketua RT", "Rumah ketua RT"),
            Step("Serahkan berkas.", "Pemohon", _COUNTER),
            Step("Tempat usaha dilihat bila perlu.", "Kasi Pelayanan", "Tempat usaha"),
            Step("Surat ditandatangani dan diserahkan.", "Kepala desa", _COUNTER),
        ),
        time="1-2 hari kerja (contoh)",
        result="Surat Keterangan Usaha",
        validity="6 bulan (contoh)",
        laws=(_VILLAGE_STANDARD,),
        notes=(
            "SKU bukan izin. Izin dasar ialah nomor induk berusaha (NIB) lewat oss.go.id, gratis bagi "
            "usaha mikro dan kecil. Kader digital membantu mendaftar di ruang komunitas. NIB diurus "
            "daring di oss.go.id. SKU diurus di kantor desa."
        ),
        online="no",
        also_called=(
            "SKU, surat usaha, surat keterangan dagang, surat jualan, surat warung, izin usaha, "
            "izin warung, izin dagang, KUR, pinjaman bank, modal usaha, kredit, UMKM, NIB, OSS, "
            "toko, kios, nelayan, petani"
        ),
        life_events=("usaha",),
        audiences=("pelaku-usaha",),
    ),
    Service(
        key="ktp-elektronik",
        title="KTP elektronik",
        summary="Membuat KTP elektronik, atau mengganti yang hilang, rusak, atau berubah datanya.",
        for_whom="Warga berusia 17 tahun ke atas, atau yang sudah atau pernah kawin.",
        may_act="Perekaman harus oleh orangnya sendiri. Pengambilan boleh diwakilkan dengan surat kuasa.",
        requirements=(
            _KK,
            Requirement("Surat kehilangan dari kepolisian", "original", 1, "Bila KTP hilang"),
            Requirement("KTP elektronik lama", "original", 1, "Bila KTP rusak atau data berubah"),
        ),
        steps=(
            Step("Isi formulir F-1.02, dibantu petugas.", "Kasi Pelayanan", _COUNTER),
            Step(
                "Rekam sidik jari, iris mata, dan foto.",
                "Petugas perekaman",
                "Kantor camat atau Disdukcapil",
                True,
            ),
            Step(
                "Bila sulit datang, minta jadwal jemput bola.", "Pemohon dan kader", "Rumah atau balai desa"
            ),
            Step("Ambil KTP elektronik.", "Pemohon", "Kantor camat atau Disdukcapil", True),
        ),
        time="Tergantung Disdukcapil; tanyakan perkiraan saat mendaftar",
        result="KTP elektronik",
        validity="Seumur hidup selama data tidak berubah",
        laws=_CIVIL,
        forms=("F-1.02",),
        notes=(
            "Pengantar RT atau desa umumnya tidak lagi disyaratkan bagi yang sudah terdata. Tanyakan kepada "
            "Disdukcapil. Sebagian layanan tersedia di Disdukcapil. Perekaman tetap harus hadir."
        ),
        online="partly",
        also_called=(
            "KTP, KTP-el, e-KTP, kartu penduduk, kartu tanda penduduk, bikin KTP, buat KTP, "
            "rekam KTP, perekaman, sidik jari, KTP hilang, KTP rusak, KTP patah, ganti KTP, "
            "ubah KTP, ganti alamat, ganti foto, umur 17 tahun, NIK"
        ),
        life_events=("dewasa", "menikah", "pindah", "hilang"),
        audiences=("anak-muda",),
        issuer=_CIVIL_OFFICE,
        outside=("disdukcapil", "camat"),
    ),
    Service(
        key="kartu-keluarga",
        title="Kartu Keluarga (KK)",
        summary="Membuat KK baru, menambah anggota, mengubah data, atau mengganti yang hilang.",
        for_whom="Setiap keluarga yang tinggal di desa ini.",
        may_act=_PROXY,
        requirements=(
            Requirement("KK lama", "original", 1, "Bila masih ada"),
            Requirement("Buku nikah, akta perkawinan, atau akta cerai sesuai keadaan", "copy", 1),
            Requirement("Surat keterangan lahir", "copy", 1, "Bila menambah bayi"),
            Requirement("Formulir F-1.01 atau F-1.06", "original", 1),
        ),
        steps=(
            Step("Lengkapi formulir.", "Pemohon, dibantu petugas", _COUNTER),
            Step("Ajukan berkas di loket atau secara daring.", "Pemohon", "Disdukcapil", True),
            Step("KK diterbitkan dengan tanda tangan elektronik.", "Disdukcapil", "Disdukcapil", True),
            Step(
                "Unduh dan cetak di kertas A4; petugas desa dapat membantu mencetak.",
                "Pemohon",
                "Ruang komunitas",
            ),
        ),
        time="Tergantung Disdukcapil",
        result="Kartu Keluarga",
        validity="Sampai ada perubahan data",
        laws=_CIVIL,
        forms=(
            "F-1.01",
            "F-1.06",
        ),
        notes=(
            "KK bertanda tangan elektronik "
            " yang dicetak sendiri di kertas A4 sah dipakai. Bisa diajukan daring ke "
            "Disdukcapil; kader membantu di ruang komunitas."
        ),
        online="partly",
        also_called=(
            "KK, bikin KK, KK baru, tambah anggota, masukkan anak ke KK, pecah KK, pisah KK, "
            "numpang KK, KK hilang, KK rusak, ubah data KK, salah nama di KK, ganti kepala keluarga, "
            "cetak KK"
        ),
        life_events=("lahir", "menikah", "pindah", "hilang", "meninggal"),
        audiences=("orang-tua", "pendatang"),
        issuer=_CIVIL_OFFICE,
        outside=("disdukcapil",),
    ),
    Service(
        key="pindah-dan-datang",
        title="Pindah dan datang penduduk",
        summary="Mengurus kepindahan ke luar desa atau kedatangan ke desa ini.",
        for_whom="Warga yang pindah, dan pendatang yang akan menetap.",
        may_act=_PROXY,
        requirements=(
            Requirement("KK", "original", 1),
            Requirement("Formulir F-1.03", "original", 1),
            Requirement("Alamat tujuan yang jelas"),
            Requirement("Surat kesediaan pemilik rumah", "original", 1, "Bila menumpang"),
        ),
        steps=(
            Step("Urus surat keterangan pindah (SKPWNI).", "Pemohon", "Disdukcapil daerah asal", True),
            Step("Lapor kedatangan.", "Pemohon", "Kantor desa tujuan"),
            Step("KK dan KTP elektronik baru diterbitkan.", "Disdukcapil", "Disdukcapil daerah tujuan", True),
        ),
        time="Tergantung Disdukcapil",
        result="Surat pindah, KK baru, dan KTP elektronik baru",
        validity="KK: sampai ada perubahan data",
        laws=_CIVIL,
        forms=("F-1.03",),
        notes=(
            "Pengantar RT atau desa umumnya tidak lagi disyaratkan bagi yang sudah terdata. Tanyakan kepada "
            "Disdukcapil daerah asal."
        ),
        online="unknown",
        also_called=(
            "pindah alamat, pindah rumah, surat pindah, pindah domisili, pindah desa, "
            "pindah kabupaten, pindah penduduk, ikut suami, ikut anak, SKPWNI, cabut berkas, mutasi, "
            "pendatang baru, warga baru, lapor datang, surat datang, merantau"
        ),
        life_events=("pindah",),
        audiences=("pendatang",),
        issuer=_CIVIL_OFFICE,
        outside=("disdukcapil",),
    ),
    Service(
        key="akta-kelahiran",
        title="Akta kelahiran",
        summary="Surat resmi tentang kelahiran anak, sekaligus KK baru dan kartu identitas anak (KIA).",
        for_whom="Setiap anak, juga anak yang orang tuanya tidak mempunyai buku nikah.",
        may_act="Orang tua, wali, atau keluarga yang diberi kuasa.",
        requirements=(
            Requirement("Formulir F-2.01", "original", 1),
            Requirement("Surat keterangan lahir dari bidan atau rumah sakit", "original", 1),
            Requirement("Surat keterangan lahir dari kepala desa", "original", 1, "Bila lahir di rumah"),
            Requirement("Buku nikah, akta perkawinan, atau SPTJM", "copy", 1),
            _KK,
            Requirement("KTP elektronik kedua orang tua", "copy", 1),
            Requirement("Identitas dua saksi", "copy", 2),
        ),
        steps=(
            Step("Lapor kelahiran.", "Keluarga", _COUNTER),
            Step("Berkas diajukan.", "Keluarga atau petugas desa", "Disdukcapil", True),
            Step("Terima akta, KK baru, dan KIA.", "Keluarga", "Disdukcapil atau kantor desa", True),
        ),
        time="Lapor paling lambat 60 hari sejak lahir; penerbitan tergantung Disdukcapil",
        result="Kutipan akta kelahiran; KK baru dan KIA",
        validity="Seumur hidup",
        laws=_CIVIL,
        forms=("F-2.01",),
        notes=(
            "Anak tanpa buku nikah orang tua "
            " tetap berhak atas akta. Lewat 60 hari pun tetap dapat diurus. Tanyakan layanan "
            "daring Disdukcapil; kader membantu."
        ),
        online="partly",
        also_called=(
            "akta lahir, akte lahir, akte kelahiran, surat lahir, surat kelahiran, "
            "surat kenal lahir, bayi baru lahir, anak baru lahir, daftar anak, KIA, "
            "kartu identitas anak, kartu anak, akta anak tanpa buku nikah"
        ),
        life_events=("lahir",),
        audiences=("orang-tua",),
        issuer=_CIVIL_OFFICE,
        outside=("disdukcapil",),
    ),
    Service(
        key="akta-kematian",
        title="Akta kematian",
        summary="Surat resmi tentang kematian, antara lain untuk mengurus warisan dan pensiun.",
        for_whom="Keluarga warga yang meninggal.",
        may_act="Keluarga, ketua RT, atau orang lain yang diberi kuasa.",
        requirements=(
            Requirement("Formulir F-2.01", "original", 1),
            Requirement("Surat kematian dari dokter, puskesmas, atau kepala desa", "original", 1),
            Requirement("KK dan KTP elektronik almarhum", "original", 1),
            Requirement("KTP elektronik pelapor", "copy", 1),
        ),
        steps=(
            Step("Lapor kematian.", "Keluarga atau ketua RT", _COUNTER),
            Step("Berkas diteruskan.", "Kasi Pelayanan", "Disdukcapil", True),
            Step("Terima akta dan KK baru.", "Keluarga", _COUNTER),
        ),
        time="Lapor paling lambat 30 hari; penerbitan tergantung Disdukcapil",
        result="Kutipan akta kematian; KK baru",
        validity="Seumur hidup",
        laws=_CIVIL,
        forms=("F-2.01",),
        online="no",
        also_called=(
            "akta mati, akte mati, akte kematian, surat kematian, surat mati, "
            "surat keterangan meninggal, orang meninggal, wafat, almarhum, lapor kematian, warisan, "
            "surat waris, pensiun janda, santunan"
        ),
        life_events=("meninggal",),
        issuer=_CIVIL_OFFICE,
        outside=("disdukcapil",),
    ),
    Service(
        key="surat-pengantar-nikah",
        title="Surat pengantar nikah (model N1)",
        summary="Surat dari desa untuk mendaftarkan pernikahan di KUA.",
        for_whom=(
            "Calon pengantin beragama Islam. Agama lain: lewat pemuka agama, lalu dicatat di Disdukcapil. "
            "Usia paling rendah 19 tahun, laki-laki dan perempuan."
        ),
        may_act="Surat N1 boleh diurus keluarga. Persetujuan (N4) harus ditandatangani kedua calon sendiri.",
        requirements=(
            _RT_LETTER,
            _KTP,
            _KK,
            Requirement("Akta kelahiran", "copy", 1),
            Requirement("N4, persetujuan calon pengantin", "original", 1),
            Requirement("N5, izin orang tua", "original", 1, "Bila di bawah 21 tahun"),
            Requirement("Akta cerai atau akta kematian pasangan", "copy", 1, "Bila pernah menikah"),
            Requirement("Pasfoto, ukuran dan jumlah menurut KUA", "original", 1),
        ),
        steps=(
            Step("Minta N1.", "Calon pengantin", _COUNTER),
            Step(
                "Daftar paling lambat 10 hari kerja sebelum akad.",
                "Calon pengantin",
                "KUA atau simkah.kemenag.go.id",
                True,
            ),
            Step("Berkas diperiksa dan calon pengantin mengikuti bimbingan.", "Petugas KUA", "KUA", True),
            Step("Akad dan penyerahan buku nikah.", "Penghulu", "KUA atau tempat lain", True),
        ),
        time="Surat desa 1 hari kerja (contoh)",
        result="Surat pengantar nikah (N1)",
        validity="Menurut KUA",
        fee=Fee(
            "amount",
            600_000,
            "KUA, disetor ke kas negara",
            "Surat desa gratis. Akad di KUA pada jam kerja Rp0; di luar kantor atau jam kerja Rp600.000.",
        ),
        laws=(
            "UU 1/1974 jo. UU 16/2019 tentang Perkawinan",
            "Aturan Menteri Agama tentang pencatatan pernikahan yang berlaku",
            "PP 59/2018 tentang Jenis dan Tarif Penerimaan Negara Bukan Pajak di Kementerian Agama",
        ),
        forms=(
            "N1",
            "N4",
            "N5",
        ),
        notes=(
            "Pernikahan dicatat KUA. Tidak seorang pun boleh dipaksa menikah. Bila ada paksaan, "
            "hubungi nomor bantuan di halaman Inklusi. Pendaftaran di KUA bisa daring lewat simkah.kemenag.go.id."
        ),
        online="partly",
        also_called=(
            "nikah, kawin, menikah, surat nikah, surat kawin, pengantar nikah, numpang nikah, N1, "
            "N4, N5, NA, model N, KUA, buku nikah, penghulu, akad nikah, daftar nikah, nikah resmi, "
            "calon pengantin"
        ),
        life_events=("menikah",),
        audiences=("anak-muda",),
        outside=("kua",),
    ),
    Service(
        key="blt-dana-desa",
        title="BLT Dana Desa",
        summary="Bantuan uang bagi keluarga yang ditetapkan musyawarah desa.",
        for_whom=(
            "Keluarga sangat miskin atau rentan: kehilangan mata pencaharian, ada anggota yang sakit menahun atau "
            "penyandang disabilitas, lansia tunggal, atau perempuan kepala keluarga."
        ),
        may_act="Anggota keluarga, ketua RT, atau kader boleh mengusulkan.",
        requirements=(
            Requirement("KTP elektronik", "copy", 1, "Bila ada"),
            Requirement("KK", "copy", 1, "Bila ada"),
        ),
        steps=(
            Step("Usulkan keluarga.", "Warga atau ketua RT", "RT"),
            Step("Keadaan keluarga diperiksa.", "Tim verifikasi desa", "Rumah"),
            Step("Musyawarah desa khusus menetapkan.", "BPD dan warga", "Balai desa"),
            Step("Daftar disahkan dengan peraturan kepala desa.", "Kepala desa", "Kantor desa"),
            Step("Bantuan disalurkan, jumlah penerima per dusun diumumkan.", "Bendahara desa", "Balai desa"),
        ),
        time="Menurut jadwal musyawarah desa khusus",
        result="Sampai Rp300.000 per bulan per keluarga",
        validity="Satu tahun anggaran; aturan berubah tiap tahun",
        laws=("Aturan tahun berjalan tentang penggunaan Dana Desa; periksa sebelum dipakai",),
        notes=(
            "Sanggahan disampaikan kepada BPD atau kader. Yang diumumkan hanya jumlah per dusun, "
            "bukan NIK atau keadaan kesehatan."
        ),
        online="no",
        also_called=(
            "BLT, BLT DD, bantuan langsung tunai, bantuan tunai, uang bantuan, bantuan desa, "
            "bantuan dana desa, bantuan Covid, uang dari desa, dapat bantuan, keluarga miskin, "
            "janda, orang tua tinggal sendiri"
        ),
        life_events=("bantuan",),
        audiences=("perempuan", "lansia", "disabilitas", "kurang-mampu"),
    ),
    Service(
        key="usulan-data-sosial",
        title="Usulan data sosial (DTSEN) dan BPJS PBI",
        summary="Meminta agar keluarga Anda terdata untuk bantuan sosial dan iuran BPJS yang dibayar pemerintah.",
        for_whom="Warga kurang mampu yang belum terdata atau datanya keliru.",
        may_act="Keluarga, ketua RT, atau kader.",
        requirements=(_KTP, _KK, Requirement("Foto rumah", "any", 1, "Bila diminta")),
        steps=(
            Step(
                "Lapor kepada RT atau operator, atau usulkan sendiri di aplikasi Cek Bansos.",
                "Warga",
                _COUNTER,
            ),
            Step("Usulan dibahas dalam musyawarah.", "Pemerintah desa dan BPD", "Balai desa"),
            Step("Usulan diperiksa kabupaten.", "Dinas Sosial", "Kabupaten", True),
            Step("Data dimutakhirkan.", "Kementerian", "Pusat", True),
        ),
        time="Mengikuti pemutakhiran berkala; desa tidak menentukan hasil akhir",
        result="Data keluarga masuk atau diperbaiki",
        validity="Sampai pemutakhiran berikutnya",
        laws=(
            "Inpres 4/2025 tentang Data Tunggal Sosial dan Ekonomi Nasional",
            "Permensos 3/2025 tentang Pemutakhiran data tunggal",
        ),
        notes=(
            "Periksa status di cekbansos.kemensos.go.id. Tidak ada pungutan. Bisa lewat aplikasi Cek "
            "Bansos; kader membantu memasang dan mengisinya."
        ),
        online="yes",
        also_called=(
            "bansos, bantuan sosial, DTSEN, DTKS, data kemiskinan, desil, cek bansos, PKH, sembako, "
            "BPNT, kartu sembako, BPJS, BPJS gratis, BPJS PBI, BPJS dari pemerintah, BPJS mati, KIS, "
            "kartu sehat, belum dapat bantuan, bantuan dicabut"
        ),
        life_events=("bantuan", "sehat"),
        audiences=("lansia", "disabilitas", "kurang-mampu"),
        issuer="Kementerian Sosial",
        outside=("dinas-sosial",),
    ),
    Service(
        key="posyandu",
        title="Posyandu",
        summary="Pemeriksaan kesehatan sebulan sekali di setiap dusun, untuk semua umur.",
        for_whom="Ibu hamil dan nifas, bayi, balita, remaja, usia produktif, dan lansia.",
        may_act="Anak didampingi orang tua atau pengasuh. Siapa pun boleh membawa pendamping.",
        requirements=(
            Requirement("Buku KIA atau KMS", "original", 1, "Bila ada; tanpa buku tetap dilayani"),
            Requirement("KTP atau KK", "any", 1, "Bila ada; tanpa itu tetap dilayani"),
        ),
        steps=(
            Step("Daftar.", "Warga", "Meja 1"),
            Step("Timbang dan ukur.", "Kader posyandu", "Meja 2"),
            Step("Hasil dicatat.", "Kader posyandu", "Meja 3"),
            Step("Terima layanan kesehatan.", "Bidan desa", "Meja 4"),
            Step("Ikuti penyuluhan.", "Bidan dan kader", "Meja 5"),
        ),
        time="Hari itu juga. Contoh jadwal: minggu kedua, 08.30-11.00 WIB",
        result="Catatan di buku dan rujukan ke puskesmas bila perlu",
        places=(
            Place(
                "Posyandu Dusun Mawar (contoh)",
                "Balai Dusun Mawar (alamat contoh)",
                "Jalur landai ada; toilet kursi roda belum ada",
                ((2, "08:30", "11:00"),),
                ("Bidan desa", "Kader posyandu"),
                week=2,
            ),
            Place(
                "Posyandu Dusun Melati (contoh)",
                "Rumah ketua RT 05, Dusun Melati (alamat contoh)",
                "Dua anak tangga; kader membantu naik",
                ((4, "08:30", "11:00"),),
                ("Bidan desa", "Kader posyandu"),
                week=2,
            ),
        ),
        laws=("Permendagri 13/2024 tentang Pos Pelayanan Terpadu",),
        notes=("Keterangan kesehatan Anda tidak diumumkan."),
        online="no",
        also_called=(
            "timbang bayi, timbang balita, timbangan, imunisasi, suntik bayi, vaksin anak, "
            "vitamin A, periksa hamil, periksa kandungan, ibu hamil, gizi, stunting, anak kurus, "
            "bidan, KB, posyandu lansia, cek tensi, cek gula, cek kesehatan"
        ),
        life_events=("lahir", "sehat"),
        audiences=("perempuan", "orang-tua", "anak-muda", "lansia"),
        outside=("puskesmas",),
    ),
    Service(
        key="permohonan-informasi-publik",
        title="Permohonan informasi publik (PPID Desa)",
        summary="Meminta informasi atau salinan dokumen desa.",
        for_whom="Warga negara Indonesia atau badan hukum Indonesia.",
        may_act="Orang lain dengan surat kuasa. Permintaan lisan dicatat petugas.",
        requirements=(
            Requirement("Identitas pemohon", "copy", 1),
            Requirement("Keterangan informasi yang diminta"),
            Requirement("Cara memperoleh informasi: dilihat, disalin, atau dikirim"),
        ),
        steps=(
            Step("Isi formulir atau sampaikan secara lisan.", "Pemohon", _COUNTER),
            Step("Terima tanda bukti bernomor.", "PPID Desa", _COUNTER),
            Step("Terima jawaban.", "PPID Desa", "Kantor desa atau ponsel"),
            Step("Bila tidak puas, ajukan keberatan.", "Atasan PPID", "Kantor desa"),
            Step("Bila tetap tidak puas, ajukan sengketa.", "Komisi Informasi", "Provinsi", True),
        ),
        time="10 hari kerja, dapat ditambah 7 hari kerja",
        result="Informasi, salinan, atau penolakan tertulis dengan alasannya",
        fee=Fee("free", None, "", "Gratis, kecuali ongkos salin."),
        laws=(
            "UU 14/2008 tentang Keterbukaan Informasi Publik",
            "Perki 1/2018 tentang Standar Layanan Informasi Publik Desa",
        ),
        forms=("Permohonan informasi",),
        notes=("Bisa dikirim lewat surel kantor desa."),
        online="yes",
        also_called=(
            "PPID, informasi publik, minta informasi, minta data, minta dokumen, minta salinan, "
            "data desa, lihat anggaran, APBDes, penggunaan dana desa, laporan dana desa, "
            "keterbukaan, data penelitian, data skripsi"
        ),
        life_events=("tanya",),
        issuer="PPID Desa",
    ),
    Service(
        key="pengaduan-dan-aspirasi",
        title="Pengaduan dan aspirasi",
        summary="Menyampaikan keluhan, usul, atau terima kasih. Boleh tanpa nama.",
        for_whom="Semua orang, warga maupun bukan warga.",
        may_act="Siapa pun boleh menyampaikan untuk orang lain.",
        requirements=(Requirement("Cerita singkat: apa, di mana, kapan"),),
        steps=(
            Step(
                "Sampaikan di loket, lewat WhatsApp, kotak saran, BPD, atau lapor.go.id.",
                "Warga",
                "Di mana saja",
            ),
            Step("Terima nomor pengaduan.", "Sekretaris Desa", "Kantor desa"),
            Step("Terima jawaban.", "Sekretaris Desa", "Kantor desa atau ponsel"),
            Step("Pengaduan ditutup setelah Anda diberi tahu.", "Sekretaris Desa", "Kantor desa"),
        ),
        time="Jawaban dalam 5 hari kerja (contoh)",
        result="Jawaban dan tindak lanjut",
        laws=(_PUBLIC_SERVICE,),
        notes=(
            "Jangan menulis tentang kekerasan di sini. Hubungi nomor bantuan di halaman Inklusi agar aman dan "
            "terjaga. Bisa lewat lapor.go.id."
        ),
        online="yes",
        complaints="Bila pengaduan tidak dijawab, sampaikan kepada BPD atau lapor.go.id.",
        also_called=(
            "mengadu, ngadu, lapor, laporan warga, keluhan, komplain, protes, kotak saran, kritik, "
            "saran, usul, usulan warga, aspirasi, jalan rusak, jembatan rusak, lampu jalan mati, "
            "pungli, pelayanan buruk, SP4N, LAPOR"
        ),
        life_events=("tanya",),
    ),
    Service(
        key="ruang-komunitas-digital",
        title="Ruang Komunitas Digital: pelatihan dan pemakaian alat",
        summary="Belajar dan memakai laptop, internet, dan pencetak bersama warga lain.",
        for_whom="Semua warga. Anak didampingi orang dewasa.",
        may_act="Anda boleh mendaftarkan tetangga atau keluarga.",
        requirements=(Requirement("Tidak ada syarat; anak didampingi orang dewasa"),),
        steps=(
            Step("Daftar lewat kader, langsung atau dengan pesan.", "Warga", "Ruang komunitas"),
            Step("Pilih topik dan jadwal; sebutkan kebutuhan khusus.", "Warga dan kader", "Ruang komunitas"),
            Step("Hadir dan belajar bersama.", "Pelatih", "Ruang komunitas"),
        ),
        time="Menurut jadwal; pendaftaran dijawab hari itu juga (contoh)",
        result="Keterampilan baru dan daftar hadir; sertifikat bila ada",
        places=(
            Place(
                "Ruang Komunitas Digital (contoh)",
                "Samping balai desa (alamat contoh)",
                "Tanpa anak tangga, pintu lebar, meja dapat dipakai dari kursi roda",
                (
                    (1, "13:00", "17:00"),
                    (2, "13:00", "17:00"),
                    (3, "13:00", "17:00"),
                    (4, "09:00", "12:00"),
                    (5, "13:30", "16:00"),
                    (6, "09:00", "15:00"),
                ),
                ("Kader digital",),
            ),
        ),
        laws=("Keputusan Menteri Desa PDTT 55/2024 tentang Panduan Umum Pengembangan Desa Cerdas",),
        notes=(
            "Topik contoh: foto produk, surat lamaran, keamanan ponsel. Setiap kelas 15 tempat. "
            "Pendaftaran lewat pesan kepada kader."
        ),
        online="partly",
        special_help=(
            "Ruangan dapat dimasuki kursi roda. Anak dijaga selama kelas. Juru bahasa isyarat dicarikan bila diminta "
            "tiga hari sebelumnya (contoh)."
        ),
        also_called=(
            "RKDD, ruang komunitas, ruang digital, wifi, internet gratis, pakai komputer, "
            "pinjam laptop, belajar komputer, kursus komputer, pelatihan, belajar HP, jualan online, "
            "foto produk, cetak, print, bikin lamaran kerja"
        ),
        life_events=("usaha", "tanya"),
        audiences=("perempuan", "anak-muda", "pelaku-usaha"),
    ),
    Service(
        key="jemput-bola-dan-pendampingan",
        title="Layanan jemput bola dan pendampingan",
        summary="Petugas datang ke rumah Anda untuk mengurus surat dan layanan lain.",
        for_whom="Penyandang disabilitas, lansia, ibu hamil, dan warga di seberang sungai atau pulau.",
        may_act="Keluarga, ketua RT, kader, atau tetangga boleh meminta.",
        requirements=(Requirement("Permintaan lisan atau tertulis lewat keluarga, RT, atau kader"),),
        steps=(
            Step("Kebutuhan dicatat.", "Kader atau petugas", "Kantor desa atau ponsel"),
            Step("Hari dan jam disepakati.", "Petugas dan pemohon", "Ponsel"),
            Step("Kunjungan dilakukan.", "Petugas, boleh petugas perempuan", "Rumah"),
            Step("Hasil diantar.", "Petugas", "Rumah"),
        ),
        time="Kunjungan dalam 3 hari kerja (contoh)",
        result="Layanan selesai di rumah; surat diantar",
        laws=(
            "UU 8/2016 tentang Penyandang Disabilitas",
            "UU 25/2009 pasal 29 tentang pelayanan khusus tanpa tambahan biaya",
        ),
        notes=(
            "Sebutkan bila Anda perlu petugas perempuan, juru bahasa isyarat, atau penjelasan lisan. "
            "Permintaan boleh lewat pesan atau telepon."
        ),
        online="yes",
        special_help="Seluruh layanan ini adalah bantuan khusus, tanpa tambahan biaya.",
        also_called=(
            "jemput bola, petugas ke rumah, datang ke rumah, layanan rumah, urus di rumah, "
            "antar surat, susah jalan, tidak bisa ke kantor, sakit di rumah, kursi roda, difabel, "
            "disabilitas, lansia, juru bahasa isyarat, didampingi, seberang sungai"
        ),
        life_events=("bantuan", "sehat"),
        audiences=("orang-tua", "lansia", "disabilitas"),
    ),
)

# What every example village shows; two villages show all sixteen.
COMMON_KEYS: tuple[str, ...] = (
    "surat-keterangan-tidak-mampu",
    "ktp-elektronik",
    "kartu-keluarga",
    "pengaduan-dan-aspirasi",
    "ruang-komunitas-digital",
    "jemput-bola-dan-pendampingan",
)

# Where a village says something else than the regency: by the village's code.
DIFFERENCES: dict[str, tuple[Difference, ...]] = {
    "15.07.01.2011": (
        Difference(
            "pengaduan-dan-aspirasi",
            "duration",
            "Disepakati dalam musyawarah desa (contoh).",
            values={"duration": "Jawaban dalam 3 hari kerja (contoh)"},
        ),
    ),
    "15.07.02.2004": (
        Difference(
            "surat-keterangan-usaha",
            "requirements",
            "Perdes tentang usaha di tepi sungai meminta satu surat lagi (contoh).",
            more_requirements=(Requirement("Surat sewa atau izin pemilik tempat usaha", "copy", 1),),
        ),
    ),
    "15.07.05.2002": (
        Difference(
            "jemput-bola-dan-pendampingan",
            "duration",
            "Sebagian dusun hanya terjangkau perahu saat air pasang (contoh).",
            values={"duration": "Kunjungan dalam 5 hari kerja (contoh)"},
        ),
    ),
    "15.07.09.2002": (
        Difference(
            "surat-keterangan-tidak-mampu",
            "duration",
            "Berkas dari dusun seberang sungai dibawa perahu sekali sehari (contoh).",
            values={"duration": "Paling lama 2 hari kerja (contoh)"},
        ),
    ),
}

# What only one village offers: the regency has no standard for it.
OWN_SERVICES: dict[str, Service] = {
    "15.07.01.2016": Service(
        key="pinjam-tenda-dan-kursi",
        title="Pinjam tenda dan kursi desa",
        summary="Meminjam tenda, kursi, dan pengeras suara milik desa untuk hajatan atau kedukaan.",
        for_whom="Warga desa ini, untuk acara di desa ini.",
        may_act="Keluarga atau ketua RT.",
        requirements=(_KTP, Requirement("Keterangan hari, tempat, dan perkiraan jumlah tamu")),
        steps=(
            Step("Sampaikan hari dan tempat acara.", "Pemohon", _COUNTER),
            Step("Tanggal dan jumlah dicatat.", "Kaur Umum", "Kantor desa"),
            Step("Ambil barang bersama petugas.", "Pemohon", "Gudang balai desa"),
            Step("Kembalikan paling lambat sehari sesudah acara.", "Pemohon", "Gudang balai desa"),
        ),
        time="Hari itu juga bila tenda tidak dipakai; untuk hajatan, pesan seminggu sebelumnya (contoh)",
        result="Tenda dan kursi dipinjamkan",
        validity="Paling lama 3 hari (contoh)",
        fee=Fee("free", None, "", "Yang hilang atau rusak diganti."),
        laws=("Perdes tentang pengelolaan aset desa (contoh)",),
        also_called="tenda, kursi plastik, tarub, hajatan, kenduri, pesta, tahlilan, sound system, pengeras suara",
        life_events=("menikah", "meninggal"),
    ),
}

# Answers that cadres put under a service of their village, by its key: in the villages that show everything.
QUESTIONS: dict[str, tuple[Question, ...]] = {
    "surat-keterangan-tidak-mampu": (
        Question(
            "Apakah satu surat bisa dipakai untuk sekolah dan juga untuk berobat?",
            "Tidak. Satu surat untuk satu keperluan, karena keperluannya tertulis di surat. Minta saja dua surat "
            "sekaligus; keduanya gratis.",
        ),
        Question(
            "Ketua RT saya sedang di luar kota. Siapa yang memberi pengantar?",
            "Sekretaris RT atau kepala dusun boleh menggantikan. Bila keduanya tidak ada, datang saja ke kantor "
            "desa, nanti petugas membantu.",
        ),
    ),
    "ktp-elektronik": (
        Question(
            "Umur saya baru 16 tahun. Bolehkah merekam lebih dulu?",
            "Boleh menjelang 17 tahun. Data direkam dulu, KTP diserahkan setelah Anda berumur 17 tahun. Tanyakan "
            "jadwalnya kepada petugas.",
        ),
    ),
}
