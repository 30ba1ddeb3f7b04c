"""Who sees and who decides: nobody about his own words, and no cadre about what is said of the cadre.

Everything stands in querysets without joins, so that it can be the condition of the UPDATE itself: there
PostgreSQL looks again at the row as it is when the lock is got, and of two decisions only one is taken.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from comments.enums import CommentState, ModerationVerb, ReportReason
from comments.models import ModAction, Resident, ResidentComment
from comments.undecided import appealed, open_reports, undecided
from village_pages.enums import ANSWERING_ROLES, REVIEWING_ROLES, Role, VillageState
from village_pages.models import VillagePage
from village_pages.rights import active_roles, reviewers_of, villages_where, villages_with


def moderated_by(user) -> QuerySet[VillagePage]:
    """Villages whose comments ``user`` decides about now."""
    return villages_where(user, REVIEWING_ROLES)


def entered_by(user) -> QuerySet[VillagePage]:
    """Villages whose comments ``user`` sees in the admin: who decides or only answers there."""
    return villages_where(user, ANSWERING_ROLES)


def moderated_comments(user) -> QuerySet[ResidentComment]:
    """Comments whose state, reports and history ``user`` may see."""
    rows = ResidentComment.objects.in_villages(moderated_by(user))
    return rows if user.is_superuser else rows.filter(_above(user) | ~_kept_from_cadres())


def seen_by(user) -> QuerySet[ResidentComment]:
    """Comments that ``user`` sees: those he moderates, and where he only answers the published ones."""
    answers_in = villages_where(user, [Role.VILLAGE_OFFICIAL]).values("pk")
    return ResidentComment.objects.filter(
        Q(pk__in=moderated_comments(user).values("pk"))
        | Q(village__in=answers_in, state=CommentState.PUBLISHED)
    )


def answerable_by(user) -> QuerySet[ResidentComment]:
    """Published comments that ``user`` may answer in the village's name."""
    return seen_by(user).filter(state=CommentState.PUBLISHED)


def followed_up_by(user) -> QuerySet[ResidentComment]:
    """Published comments that ``user`` may answer and is no party to: whose topics he moves on."""
    rows = answerable_by(user)
    return rows if user.is_superuser else rows.filter(_above(user) | Q(about_cadre=False))


def closed_by(user) -> QuerySet[ResidentComment]:
    """Of ``followed_up_by``, those whose topics ``user`` may end: none reported as about the cadre."""
    rows = followed_up_by(user)
    return rows if user.is_superuser else rows.filter(_above(user) | ~Q(Exists(_reports_about_cadres())))


def decidable_by(user) -> QuerySet[ResidentComment]:
    """Comments about which this very person may decide now, whatever the decision."""
    rows = restrainable_by(user).exclude(author=user)
    return rows if user.is_superuser else rows.filter(_above(user) | ~_for_an_ambassador())


def restrainable_by(user) -> QuerySet[ResidentComment]:
    """Comments that this person may at least hide or cover now: harm does not wait for an ambassador.

    More than ``decidable_by`` by those published ones that a reader reported as being about the cadre: a
    report by anybody must not disarm those who are there. So what is said below a topic about the cadre. And
    by what she opened herself. What closes the case is for others.
    """
    # Not what stands below a topic that she opened: there people answer the village.
    own = ResidentComment.objects.filter(author=user, depth=1).values("pk")
    decided = ModAction.objects.filter(
        comment=OuterRef("pk"), actor=user, action__in=(ModerationVerb.REJECT, ModerationVerb.HIDE)
    )
    rows = (
        moderated_comments(user)
        .exclude(author=user, depth=1)
        .exclude(parent__in=own)
        .exclude(appealed() & Q(Exists(decided)))
    )
    return rows if user.is_superuser else rows.filter(_above(user) | Q(about_cadre=False))


def waits_for(user) -> QuerySet[ResidentComment]:
    """What this person is to decide. In a village that is paused it waits until the village is resumed."""
    return in_open_villages(decidable_by(user).filter(undecided()))


def in_open_villages(rows: QuerySet) -> QuerySet:
    """Those of ``rows`` (comments, or topics) whose villages are open."""
    return rows.filter(village__in=VillagePage.objects.filter(access__state=VillageState.OPEN).values("pk"))


def has_case_about_cadres(resident: Resident) -> bool:
    """Whether something that ``resident`` said, or reported, about a cadre is undecided."""
    about = Q(about_cadre=True) | Q(Exists(_reports_about_cadres()))
    reported = resident.reports.open().filter(reason=ReportReason.ABOUT_CADRE)
    return resident.comments.filter(undecided(), about).exists() or reported.exists()


def may_close_cases(user, village) -> bool:
    """Whether ``user`` stands beside the cadres of ``village``, as ``_above`` for a queryset."""
    return user.is_superuser or Role.AMBASSADOR in active_roles(user, village)


def deciders_of(comment: ResidentComment) -> list:
    """People of the village who may decide about ``comment`` now."""
    return [
        person
        for person in reviewers_of(comment.village)
        if decidable_by(person).filter(pk=comment.pk).exists()
    ]


def waiting_for_an_ambassador(user) -> int:
    """How many undecided comments, in villages that ``user`` moderates, need the ambassador they lack."""
    alone = moderated_by(user).exclude(pk__in=villages_with(Role.AMBASSADOR))
    rows = ResidentComment.objects.in_villages(alone).filter(undecided())
    left = _kept_from_cadres() | _for_an_ambassador()
    return 0 if user.is_superuser else rows.filter(left).count()


def _above(user) -> Q:
    """In villages where ``user`` stands beside the cadres."""
    return Q(village__in=villages_where(user, [Role.AMBASSADOR]).values("pk"))


def _reports_about_cadres() -> QuerySet:
    """Open reports of the comment of the row that say it is about the cadre."""
    return open_reports().filter(reason=ReportReason.ABOUT_CADRE)


def _for_an_ambassador() -> Q:
    """What is reported to be about the cadre, or stands below a topic that is."""
    about = ResidentComment.objects.filter(about_cadre=True, topic__isnull=False)
    return Q(Exists(_reports_about_cadres())) | Q(Exists(about.filter(pk=OuterRef("root_id"))))


def _kept_from_cadres() -> Q:
    """What was said or reported to be about the cadre, where it is not public."""
    return (Q(about_cadre=True) | Q(Exists(_reports_about_cadres()))) & ~Q(state=CommentState.PUBLISHED)
