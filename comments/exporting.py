"""All that is kept about one person, for that person: as data to take along, and as a page to read.

Left out: what opens doors (tokens, hashes, the PIN), and whatever belongs to others. The number of queries
does not grow with the comments, and 500 of them stay under a few megabytes.
"""

import base64
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from comments import consent
from comments.enums import HeldCode
from comments.models import ModAction, Report, Resident, ResidentComment, ResidentSession, TopicPicture
from comments.ownership import opens_to

Data = dict[str, Any]


def of_resident(
    resident: Resident, *, moderated: QuerySet | None = None, session: ResidentSession | None = None
) -> Data:
    """Everything about ``resident`` (nine queries at most).

    For somebody else's eyes, at the person's request: whole are only comments among those that he
    ``moderated``; of others he gets what everybody reads, and nothing that the person said against others.
    ``session``: where the person does it himself; what does not open there is left out. What the person
    supports is told to a sure session alone.
    """
    rows = resident.comments.all()
    if session is not None:
        rows = rows.filter(opens_to(session))
    if moderated is not None:
        rows = rows.filter(pk__in=moderated.values("pk"))
    data: Data = {
        "exported_at": timezone.now(),
        "profile": _profile(resident),
        "consents": _consents(resident),
        "sessions": list(
            resident.sessions.order_by("pk").values("created_at", "seen_at", "expires_at", "is_shared")
        ),
        "links": list(resident.links.order_by("pk").values("created", "expires", "used_at", "revoked_at")),
        "comments": [_comment(comment) for comment in _loaded(rows)],
    }
    # Nobody else sees what somebody supports: that is said where it is counted.
    if session is not None and session.sure_since is not None:
        supports = resident.supports.filter(at__gte=session.sure_since).order_by("pk")
        data["supports"] = [
            {"topic": topic, "at": at}
            for topic, at in supports.values_list("topic__comment__public_id", "at")
        ]
    if moderated is not None:
        public = resident.comments.published().of_readable_pages().exclude(pk__in=moderated.values("pk"))
        public = public.select_related("thread__page", "village").order_by("pk")
        data["public_comments"] = [_as_readers_see(comment) for comment in public]
    else:
        reports = resident.reports.select_related("comment").order_by("pk")
        if session is not None and session.sure_since is None:
            reports = reports.none()
        elif session is not None:
            reports = reports.filter(created_at__gte=session.sure_since)
        data["reports"] = [_report(report) for report in reports]
    return data


def of_comment(comment: ResidentComment) -> Data:
    """Everything about the one ``comment`` of a guest (five queries)."""
    rows = ResidentComment.objects.filter(pk=comment.pk)
    return {"exported_at": timezone.now(), "comments": [_comment(row) for row in _loaded(rows)]}


def as_json(data: Data) -> str:
    """``data`` as JSON for people too: indented, letters as they are."""
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def as_html(data: Data) -> str:
    """``data`` as one page without anything to load."""
    return render_to_string("comments/own_data/export.html", {"data": data})


def _loaded(rows: QuerySet) -> QuerySet:
    """``rows`` with all that hangs on them; of the answers those that everybody may read."""
    answers = ResidentComment.objects.published().of_readable_pages().order_by("pk")
    return (
        rows.select_related("thread__page", "village", "topic", "picture")
        .prefetch_related("edits", Prefetch("direct_answers", queryset=answers, to_attr="answers_to_read"))
        .prefetch_related(Prefetch("actions", queryset=ModAction.objects.order_by("pk")))
        .order_by("pk")
    )


def _profile(resident: Resident) -> Data:
    return {
        "village": resident.village.full_name,
        "name": resident.display_name,
        "card_number": resident.card_number,
        "phone_ending": resident.phone_ending,
        "has_pin": bool(resident.pin_hash),
        "verified_at": resident.verified_at,
        "status": resident.status,
        "status_text": resident.get_status_display(),
        "muted_until": resident.muted_until,
        "erased_comment_refused_at": resident.last_refused_at,
        "registered_at": resident.created_at,
        "erasure_asked_at": resident.erasure_asked_at,
        "erased_at": resident.erased_at,
    }


def _consents(resident: Resident) -> list[Data]:
    if not resident.consent_version:
        return []
    agreed = consent.version(resident.consent_version)
    text = agreed.text if agreed is not None else ""
    return [{"version": resident.consent_version, "at": resident.consented_at, "text": text}]


def _comment(comment: ResidentComment) -> Data:
    page = comment.thread.page
    return {
        "id": comment.public_id,
        "village": comment.village.full_name,
        # The title of a page that is not public is not for everybody.
        "page": page.title if page is not None and page.live else "",
        "answers_comment": comment.depth > 0,
        "topic": _topic(comment),
        "name": comment.shown_name,
        "place": comment.shown_place,
        "text": comment.body,
        "covered_parts": comment.masks,
        "about_cadre": comment.about_cadre,
        "state": comment.state,
        "state_text": comment.get_state_display(),
        "held_because": [HeldCode(code).label for code in comment.held_codes if code in HeldCode],
        "reason": comment.reason_code,
        "reason_text": comment.get_reason_code_display() if comment.reason_code else "",
        "note": comment.author_note,
        "may_mend": comment.may_mend,
        "sent_at": comment.created_at,
        "published_at": comment.published_at,
        "edited_at": comment.edited_at,
        "state_changed_at": comment.state_changed_at,
        "appeal": _appeal(comment),
        "edits": [
            {"at": edit.at, "title_before": edit.old_title, "text_before": edit.old_body}
            for edit in comment.edits.all()
        ],
        "decisions": [_decision(action) for action in comment.actions.all()],
        "answers": [
            {"id": answer.public_id, "at": answer.published_at, "text": answer.shown_body}
            | {"name": answer.shown_name, "is_official": answer.is_official}
            for answer in comment.answers_to_read  # type: ignore[attr-defined]
        ],
    }


def _as_readers_see(comment: ResidentComment) -> Data:
    page = comment.thread.page
    return {
        "village": comment.village.full_name,
        "page": page.title if page is not None else "",
        "published_at": comment.published_at,
        "text": comment.shown_body,
    }


def _topic(comment: ResidentComment) -> Data | None:
    topic, picture = getattr(comment, "topic", None), getattr(comment, "picture", None)
    if topic is None:
        return None
    return {
        "title": topic.title,
        "kind": topic.kind,
        "kind_text": topic.get_kind_display(),
        "pillar": topic.pillar,
        "pillar_text": topic.pillar_words,
        "state": topic.state,
        "state_text": topic.get_state_display(),
        "photo": _photo(picture) if picture is not None else None,
    }


def _photo(picture: TopicPicture) -> Data:
    """The photo itself, inside: a file to take along needs no way in to open its link."""
    try:
        with picture.file.open() as file:
            content = f"data:image/jpeg;base64,{base64.b64encode(file.read()).decode()}"
    except OSError:
        content = ""
    return {"description": picture.alt, "sent_at": picture.created_at, "jpeg": content}


def _appeal(comment: ResidentComment) -> Data | None:
    if comment.appealed_at is None:
        return None
    return {
        "at": comment.appealed_at,
        "text": comment.appeal_text,
        "closed_at": comment.appeal_closed_at,
    }


def _decision(action: ModAction) -> Data:
    return {
        "at": action.at,
        "action": action.action,
        "action_text": action.get_action_display(),
        "reason_text": action.get_reason_code_display() if action.reason_code else "",
    }


def _report(report: Report) -> Data:
    return {
        "comment": report.comment.public_id,
        "at": report.created_at,
        "reason": report.reason,
        "reason_text": report.get_reason_display(),
        "text": report.text,
        "handled_at": report.handled_at,
        "outcome_text": report.get_outcome_display() if report.outcome else "",
    }
