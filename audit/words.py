"""Verbs of the log in words for people. Apps that write verbs of their own register them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry

from people.enums import AccountChange
from village_pages.enums import MembershipChange, VillageChange

_words: dict[str, str | Promise] = {}


def register(words: Mapping[str, str | Promise]) -> None:
    """Add verbs, such as ``{"invitation.made": _("Undangan dibuat")}``."""
    _words.update(words)


def phrase_for(verb: str) -> str:
    """What ``verb`` is called; where nobody registered it, Wagtail's word for such an action, or itself."""
    if verb in _words:
        return str(_words[verb])
    action = verb.partition(".")[2]
    names = (f"wagtail.{action}", action)
    return next(
        (str(registry.get_action_label(name)) for name in names if registry.action_exists(name)), verb
    )


register(
    {
        "page.create": _("Halaman dibuat"),
        "page.edit": _("Halaman diubah"),
        "page.publish": _("Halaman diterbitkan"),
        "page.publish.schedule": _("Penerbitan dijadwalkan"),
        "page.publish.scheduled": _("Halaman terbit sesuai jadwal"),
        "page.schedule.cancel": _("Jadwal terbit dibatalkan"),
        "page.unpublish": _("Halaman ditarik"),
        "page.unpublish.scheduled": _("Halaman ditarik sesuai jadwal"),
        "page.delete": _("Halaman dihapus"),
        "page.rename": _("Judul halaman diubah"),
        "page.revert": _("Halaman dikembalikan ke versi lama"),
        "page.copy": _("Halaman disalin"),
        "page.move": _("Halaman dipindah"),
        "page.reorder": _("Urutan halaman diubah"),
        "page.lock": _("Halaman dikunci"),
        "page.unlock": _("Kunci halaman dibuka"),
        "page.workflow.start": _("Dikirim untuk diperiksa"),
        "page.workflow.resume": _("Dikirim lagi untuk diperiksa"),
        "page.workflow.approve": _("Disetujui"),
        "page.workflow.reject": _("Dikembalikan dengan alasan"),
        "page.workflow.cancel": _("Pemeriksaan dibatalkan"),
        "file.create": _("Berkas diunggah"),
        "file.edit": _("Berkas diubah"),
        "file.delete": _("Berkas dihapus"),
        "file.add_tags": _("Berkas diberi label"),
        "file.add_to_collection": _("Berkas dipindah ke koleksi"),
        "second_factor.removed": _("Pengaman kedua dilepas"),
        "person.create": _("Akun dibuat"),
        "person.edit": _("Data akun diubah"),
        "person.delete": _("Akun dihapus"),
        "person.activated": _("Akun diaktifkan"),
        "person.deactivated": _("Akun dinonaktifkan"),
        "person.assign_role": _("Akun dimasukkan ke kelompok"),
        "setting.create": _("Pengaturan ditambah"),
        "setting.edit": _("Pengaturan diubah"),
        "setting.delete": _("Pengaturan dihapus"),
    }
    | {f"membership.{change}": change.label for change in MembershipChange}
    | {f"account.{change}": change.label for change in AccountChange}
    | {f"village.{change}": change.label for change in VillageChange}
)
