"""The words in which the state of a comment is told. Values are stored: never rename or re-use one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import Pillar


class CommentKind(models.TextChoices):
    """Who speaks. Only what the office's people do makes an official one; no form field can ask for it."""

    GUEST = "guest", _("Tamu")
    RESIDENT = "resident", _("Warga terdaftar")
    OFFICIAL = "official", _("Jawaban resmi")


class CommentState(models.TextChoices):
    """Life of a comment. Readers see only ``published``; rows stay so that a thread keeps its shape."""

    PENDING = "pending", _("Menunggu")
    PUBLISHED = "published", _("Tayang")
    REJECTED = "rejected", _("Ditolak")
    SPAM = "spam", _("Iklan atau spam")
    HIDDEN = "hidden", _("Disembunyikan")
    WITHDRAWN = "withdrawn", _("Ditarik penulisnya")
    ERASED = "erased", _("Dihapus")


# What readers still see as a one-line stub when answers hang below it.
STUB_STATES = (CommentState.HIDDEN, CommentState.WITHDRAWN, CommentState.ERASED)


class TopicKind(models.TextChoices):
    """What a topic of the community space is. Residents choose among the first three."""

    ASK = "ask", _("Tanya")
    PROPOSE = "propose", _("Usul")
    REPORT = "report", _("Lapor")
    OPENED = "opened", _("Topik desa")


class TopicState(models.TextChoices):
    """How far a topic has come, in public."""

    RECEIVED = "received", _("Diterima")
    WORKED_ON = "worked_on", _("Dikerjakan")
    ANSWERED = "answered", _("Dijawab")
    DONE = "done", _("Selesai")
    DECLINED = "declined", _("Tidak dilanjutkan")


# The pillars of the programme, as people of a village call what they are about.
PILLAR_WORDS = {
    Pillar.MOBILITY: _("Jalan, jembatan, angkutan, internet"),
    Pillar.ENVIRONMENT: _("Sampah, air, banjir, lingkungan"),
    Pillar.LIVING: _("Kesehatan, keamanan, kehidupan sehari-hari"),
    Pillar.PEOPLE: _("Pendidikan, pelatihan, kegiatan warga"),
    Pillar.ECONOMY: _("Usaha, pertanian, BUM Desa"),
    Pillar.GOVERNANCE: _("Pelayanan dan anggaran desa"),
}

# Nothing more is to come; a topic may be taken up again from there.
FINAL_TOPIC_STATES = (TopicState.DONE, TopicState.DECLINED)


class ThreadMode(models.TextChoices):
    """How a thread takes new comments, from strict to open. Guests are reviewed first in every mode."""

    CLOSED = "closed", _("Ditutup")
    PRIVATE = "private", _("Hanya pesan pribadi")
    PRE = "pre", _("Diperiksa dulu")
    POST = "post", _("Langsung tayang untuk warga terverifikasi yang tepercaya")


class ClosedBecause(models.TextChoices):
    """Why a page takes no public comment now, as readers are told."""

    VILLAGE_PAUSED = "village_paused", _("Komentar di desa ini sedang dijeda.")
    PAGE = "page", _("Komentar untuk halaman ini ditutup.")
    VILLAGE = "village", _("Desa ini tidak menerima komentar.")
    TIME = "time", _("Masa berkomentar untuk halaman ini sudah lewat.")
    PRIVATE = "private", _("Pertanyaan tentang halaman ini tidak ditampilkan kepada umum.")
    TOPIC = "topic", _("Topik ini sudah ditutup, jadi tidak menerima jawaban lagi.")
    TOPIC_GONE = "topic_gone", _("Topik ini tidak tayang lagi, jadi tidak menerima jawaban.")


class HeldCode(models.TextChoices):
    """Why a rule wants a person to look closely. The label tells the cadre what to look for."""

    TOO_FAST = "too_fast", _("Dikirim sangat cepat, mungkin oleh mesin")
    HONEYPOT = "honeypot", _("Mengisi isian jebakan mesin")
    FLOOD = "flood", _("Banyak komentar masuk pada jam yang sama")
    NO_LIMITS = "no_limits", _("Batas kiriman atau aturan lain sedang tidak dapat diperiksa")
    DUPLICATE = "duplicate", _("Sama dengan komentar lain dari nama ini")
    LINK = "link", _("Memuat tautan")
    PERSONAL = "personal", _("Mungkin memuat nomor telepon, NIK, KK, atau alamat rumah")
    WORD = "word", _("Memuat kata dari daftar kata yang diperhatikan")
    HISTORY = "history", _("Penulisnya sedang dibatasi, atau komentarnya baru saja ditolak")
    EDITED = "edited", _("Diubah penulisnya setelah dibaca")
    PERSON = "person", _("Mungkin menyebut nama seseorang yang bukan pejabat")
    VIOLENCE = "violence", _("Mungkin menceritakan kekerasan; penulisnya berkata bukan")


class ReasonCode(models.TextChoices):
    """Reasons for refusing or hiding, in words that the author can read."""

    PERSONAL = "personal", _("Memuat data pribadi orang lain, misalnya nomor telepon atau NIK")
    RUDE = "rude", _("Memuat kata kasar, hinaan, atau ancaman")
    ACCUSATION = "accusation", _("Memuat tuduhan kepada seseorang tanpa keterangan yang dapat diperiksa")
    OFF_TOPIC = "off_topic", _("Tidak membahas isi halaman ini")
    DUPLICATE = "duplicate", _("Sudah pernah dikirim")
    SPAM = "spam", _("Berisi iklan atau penipuan")
    # Given by the rule that three verified residents hide a comment, never chosen by a person.
    REPORTED = "reported", _("Dilaporkan beberapa warga; menunggu dibaca kader atau duta digital")
    OTHER = "other", _("Alasan lain, lihat catatan kader")


class ReportReason(models.TextChoices):
    """Why a reader reports a comment."""

    PERSONAL = "personal", _("Memuat data pribadi seseorang")
    RUDE = "rude", _("Kata kasar, hinaan, atau ancaman")
    FALSE = "false", _("Kabar bohong atau tuduhan tanpa bukti")
    SPAM = "spam", _("Iklan atau penipuan")
    ABOUT_CADRE = "about_cadre", _("Menyangkut kader desa, perlu dibaca orang lain")
    OTHER = "other", _("Lainnya")


class ReportOutcome(models.TextChoices):
    """What was decided about a report."""

    KEPT = "kept", _("Komentar tetap tayang")
    HIDDEN = "hidden", _("Komentar disembunyikan")
    # The comment went by its author's own hand, or was erased, before anybody decided.
    GONE = "gone", _("Komentar sudah tidak ada")


class ModerationVerb(models.TextChoices):
    """What was done to a comment, as kept in the log."""

    APPROVE = "approve", _("menyetujui")
    REJECT = "reject", _("menolak")
    HIDE = "hide", _("menyembunyikan")
    ANSWER = "answer", _("menjawab")
    MASK = "mask", _("menutup data pribadi")
    UNMASK = "unmask", _("membuka lagi yang ditutup")
    KEEP = "keep", _("membiarkan tayang setelah dilaporkan")
    UPHOLD = "uphold", _("menolak keberatan")
    ERASE = "erase", _("menghapus atas permintaan penulis")


class ResidentStatus(models.TextChoices):
    """Whether a registered resident may speak now."""

    ACTIVE = "active", _("Aktif")
    # Until ``muted_until``: reads and signs in, may not write.
    MUTED = "muted", _("Tidak boleh menulis sementara")
    BANNED = "banned", _("Tidak boleh masuk")


class RestraintReason(models.TextChoices):
    """Why somebody may not write or sign in. A choice, so that no name of a resident gets into the log."""

    RUDE = "rude", _("Kata kasar, hinaan, atau ancaman berulang")
    PERSONAL = "personal", _("Menyebar data pribadi orang lain")
    SPAM = "spam", _("Iklan atau penipuan")
    POSING = "posing", _("Menyamar sebagai orang lain")
    REPORTS = "reports", _("Laporan palsu berulang")
    ASKED = "asked", _("Atas permintaan warga sendiri")
