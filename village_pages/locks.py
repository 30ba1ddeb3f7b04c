"""Who writes a page now, in the words of the editor. How the pen changes hands: ``editorial.pen``."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from core.formats import moment


class PenLock(BaseLock):
    """Wagtail's lock with a name on it. Its own button needs a script; ours are links to plain forms."""

    def for_user(self, user) -> bool:
        return user.pk != self.object.locked_by_id

    def words(self, user) -> str:
        since = moment(self.object.locked_at) if self.object.locked_at else ""
        if not self.for_user(user):
            return _("Anda memegang pena sejak %(since)s. Orang lain hanya dapat membaca.") % {"since": since}
        return _("%(who)s memegang pena sejak %(since)s. Anda hanya dapat membaca.") % {
            "who": self.object.locked_by,
            "since": since,
        }

    def get_message(self, user) -> str:
        tester = self.object.permissions_for_user(user)
        if not self.for_user(user):
            name, label = "pen_free", _("Lepas pena")
        elif tester.can_publish():
            name, label = "pen_take", _("Ambil pena")
        else:
            return self.words(user)
        return format_html(
            '{} <a class="button button-small button-secondary" href="{}">{}</a>',
            self.words(user),
            reverse(name, args=[self.object.pk]),
            label,
        )

    def get_locked_by(self, user) -> str:
        return _("Pena di tangan Anda") if not self.for_user(user) else _("Pena di tangan orang lain")

    def get_description(self, user) -> str:
        return self.words(user)
