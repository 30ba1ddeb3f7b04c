"""Decisions about comments in the village's log: what they are called, and where one opens the comment."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import links, words
from comments import conflicts

words.register(
    {
        "comment.approve": _("Komentar disetujui"),
        "comment.reject": _("Komentar ditolak"),
        "comment.hide": _("Komentar disembunyikan"),
        "comment.answer": _("Komentar dijawab"),
        "comment.mask": _("Data pribadi dalam komentar ditutup"),
        "comment.unmask": _("Data pribadi dalam komentar dibuka lagi"),
        "comment.keep": _("Komentar yang dilaporkan dibiarkan tayang"),
        "comment.uphold": _("Keberatan atas komentar ditolak"),
        "comment.erase": _("Komentar dihapus atas permintaan penulis"),
        "comment.word_added": _("Kata yang diperhatikan ditambah"),
        "comment.word_removed": _("Kata yang diperhatikan dihapus"),
    }
)


def _decided(user, keys: list[str]) -> dict[str, str]:
    """The moderators' screen of each comment that ``user`` sees (one query)."""
    comments = conflicts.moderated_comments(user).filter(pk__in=keys).values_list("pk", "public_id")
    return {str(pk): reverse("comment_moderation:item", args=[public_id]) for pk, public_id in comments}


links.register("comments.residentcomment", _decided)
