"""For each address that writes: a valid request, and who of the second village, or above, may send it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site, Workflow, WorkflowPage
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text, streamfield

from editorial.archive import archive
from editorial.care import seal
from editorial.content_checks import problems_of
from editorial.enums import SecondReader
from editorial.models import ReviewRule, VillageReviewTask
from news.models import NewsArticlePage
from offices.acts import as_seen as place_seen
from safety.acts import as_seen
from tests.editorial.forms import article_form
from tests.factories.core import PDF, drawn_jpeg
from tests.factories.people import show_who_one_is
from tests.walls.knocking import Answer, Knock, Visitor, queried
from tests.walls.world import World
from village_pages import life
from village_pages.models import InformationPage

CADRE, AUTHOR, OFFICER, ADMINISTRATOR = "own cadre", "own author", "own officer", "own administrator"
SCRIPT = {"x-requested-with": "XMLHttpRequest"}

Build = Callable[[World, Visitor], Knock]


@dataclass(frozen=True)
class Way:
    """A valid request at the address called ``name``.

    ``shows``: where nothing is written, what the answer says when it succeeded. ``prepare``: what must
    have happened before.
    """

    name: str
    build: Build
    who: str = CADRE
    shows: str = ""
    prepare: Callable[[World], Any] | None = None
    label: str = field(default="")

    def __str__(self) -> str:
        return f"{self.name} {self.label}".strip()

    def succeeded(self, answer: Answer) -> bool:
        if answer.error or answer.status >= 400:
            return False
        if self.shows:
            return self.shows in answer.body.decode(errors="replace") + repr(answer.headers)
        return bool(answer.changed)


def post(name: str, /, *args: Any, **data: Any) -> Build:
    """A form with ``data`` at an address; what is called here with the world is called when it exists."""
    return sent("POST", name, *args, **data)


def sent(
    method: str,
    name: str,
    /,
    *args: Any,
    query: Any = "",
    headers: dict | None = None,
    **data: Any,
) -> Build:
    def build(world: World, visitor: Visitor) -> Knock:
        def now(value: Any) -> Any:
            return value(world) if callable(value) else value

        fields = {name: now(value) for name, value in data.items()}
        fields = {**fields.pop("form", {}), **fields}
        at = reverse(name, args=[now(one) for one in args])
        return Knock(method, at, fields, now(query), headers or {})

    return build


def shown(name: str, /, *args: Any, query: Any = "", **changes: Any) -> Build:
    """The form that the person is shown at an address, sent as it is but for ``changes``."""

    def build(world: World, visitor: Visitor) -> Knock:
        def now(value: Any) -> Any:
            return value(world) if callable(value) else value

        at = reverse(name, args=[now(one) for one in args])
        response = visitor.send(Knock("GET", at, query=now(query)))
        assert response.status_code == 200, f"{at}: {response.status_code}"
        forms = BeautifulSoup(response.content, "html.parser").select("form[method=post i]")
        main = [form for form in forms if "logout" not in form.get("action", "")]
        form = max(main, key=lambda one: len(one.select("input, select, textarea")))
        action = urlsplit(form.get("action") or "")
        return Knock(
            "POST",
            action.path or at,
            fields_of(form) | {name: now(value) for name, value in changes.items()},
            action.query or now(query),
        )

    return build


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser would send of a form that nobody touched."""
    fields: dict[str, Any] = {}
    for entry in form.select("input[name], textarea[name], select[name]"):
        if entry.name == "select":
            chosen = [option.get("value", "") for option in entry.select("option[selected]")]
            options = [option.get("value", "") for option in entry.select("option")]
            if entry.has_attr("multiple"):
                fields[entry["name"]] = chosen
            elif options:
                fields[entry["name"]] = (chosen or options)[0]
        elif entry.get("type") in ("checkbox", "radio"):
            if entry.has_attr("checked"):
                fields.setdefault(entry["name"], []).append(entry.get("value", "on"))
        elif entry.get("type") not in ("submit", "button", "file", "image"):
            fields[entry["name"]] = entry.get("value", entry.text if entry.name == "textarea" else "")
    return fields


# What the lines below say of the world.
def of(name: str) -> Callable[[World], Any]:
    """The primary key of one of its objects."""
    return lambda world: getattr(world, name).pk


def by_id(name: str) -> Callable[[World], str]:
    return lambda world: queried(id=getattr(world, name).pk)


def article_of(name: str, **fields: Any) -> Callable[[World], dict[str, str]]:
    return lambda world: article_form(getattr(world, name), **fields)


def new_article(world: World) -> dict[str, str]:
    return article_form(title="Berita baru", slug="berita-baru")


def rule_answers(world: World) -> dict[str, str]:
    return {"second_reader": "always", "approvers": "reviewers", "due_days": "2", "escalate_days": "2"}


def closed_today(world: World) -> dict[str, str]:
    return {"kini-where": str(world.place.pk), "kini-reason": "Banjir"}


def collection(world: World) -> int:
    return world.village.access.collection_id


def village(world: World) -> int:
    return world.village.pk


def person(world: World) -> int:
    return world.insiders["cadre"].pk


def bare_link_in_the_draft(world: World) -> None:
    page = NewsArticlePage.objects.get(pk=world.draft.pk)
    page.body = [("paragraph", '<a href="https://lapor.go.id/">https://lapor.go.id/</a>')]
    page.save_revision(user=world.insiders["cadre"])


def one_reader_is_enough(world: World) -> None:
    ReviewRule.objects.update_or_create(
        kind=world.live.review_kind.key, village=None, defaults={"second_reader": SecondReader.NEVER}
    )


def its_problem(world: World) -> str:
    page = NewsArticlePage.objects.get(pk=world.draft.pk)
    return problems_of(page.get_latest_revision_as_object())[0].found_in


def seen_by_cadre(world: World) -> str:
    """What the list gave the village's cadre for a page that she read there."""
    page = InformationPage.objects.get(pk=world.standing.pk)
    return seal(page, world.insiders["cadre"])


def lifted_question(world: World) -> dict[str, str]:
    key = world.asked.public_id
    return {f"{key}-pick": "on", f"{key}-question": "Boleh diwakilkan?", f"{key}-answer": "Boleh."}


def archived_draft(world: World) -> None:
    archive(world.draft, world.insiders["cadre"])


def task_state(name: str) -> Callable[[World], int]:
    return lambda world: getattr(world, name).current_workflow_state.current_task_state_id


def latest(name: str) -> Callable[[World], int]:
    return lambda world: getattr(world, name).get_latest_revision().pk


def picture_file(name: str = "baru.jpg") -> Callable[[World], ContentFile]:
    return lambda world: drawn_jpeg(name)


def document_file(world: World) -> ContentFile:
    return ContentFile(PDF, name="baru.pdf")


def upload_fields(name: str, prefix: str, **fields: Any) -> Callable[[World], dict[str, Any]]:
    """Fields as the screen of many uploads prefixes them, for the object called ``name``."""

    def make(world: World) -> dict[str, Any]:
        key = getattr(world, name).pk
        values = {"title": "Baru", "collection": collection(world)} | fields
        return {f"{prefix}-{key}-{field}": value for field, value in values.items()}

    return make


def bulk(action: str, thing: str, model: str, /, who: str = CADRE, **data: Any) -> Way:
    app, name = model.split(".")
    return Way(
        "wagtail_bulk_action",
        post("wagtail_bulk_action", app, name, action, query=by_id(thing), next="/admin/", **data),
        who=who,
        label=f"{model} {action}",
    )


def api(action: str, thing: str, /, who: str = CADRE, **data: Any) -> Way:
    return Way(
        "wagtailadmin_api:pages:action",
        post("wagtailadmin_api:pages:action", of(thing), action, **data),
        who=who,
        label=action,
    )


ARTICLE = ("news", "newsarticlepage")
PAGES = [
    Way("wagtailadmin_pages:add", post("wagtailadmin_pages:add", *ARTICLE, of("index"), form=new_article)),
    Way(
        "wagtailadmin_pages:add",
        post(
            "wagtailadmin_pages:add",
            *ARTICLE,
            of("index"),
            form=lambda world: new_article(world) | {"action-publish": "1"},
        ),
        label="published",
    ),
    Way(
        "wagtailadmin_pages:preview_on_add",
        post("wagtailadmin_pages:preview_on_add", *ARTICLE, of("index"), form=new_article),
        shows='"is_valid": true',
    ),
    Way("wagtailadmin_pages:edit", post("wagtailadmin_pages:edit", of("draft"), form=article_of("draft"))),
    Way(
        "wagtailadmin_pages:edit",
        post(
            "wagtailadmin_pages:edit",
            of("draft"),
            form=lambda world: article_of("draft")(world) | {"action-submit": "1"},
        ),
        who=AUTHOR,
        label="sent in",
    ),
    Way(
        "wagtailadmin_pages:edit",
        post(
            "wagtailadmin_pages:edit",
            of("draft"),
            form=lambda world: article_of("draft")(world) | {"action-publish": "1"},
        ),
        label="published",
    ),
    Way(
        "wagtailadmin_pages:preview_on_edit",
        post("wagtailadmin_pages:preview_on_edit", of("draft"), form=article_of("draft")),
        shows='"is_valid": true',
    ),
    Way("wagtailadmin_pages:delete", post("wagtailadmin_pages:delete", of("draft")), who=ADMINISTRATOR),
    Way("archive_page", post("archive_page", of("draft"), reason="Acaranya batal")),
    Way("restore_page", post("restore_page", of("draft")), prepare=archived_draft),
    Way(
        "page_problem_override",
        post("page_problem_override", of("draft"), found_in=its_problem, reason="Untuk dicetak."),
        prepare=bare_link_in_the_draft,
    ),
    Way("page_checks_confirm", post("page_checks_confirm", marked=seen_by_cadre)),
    Way(
        "correct_page",
        post("correct_page", of("live"), words="Acaranya hari Selasa."),
        prepare=one_reader_is_enough,
    ),
    Way("wagtailadmin_pages:unpublish", post("wagtailadmin_pages:unpublish", of("live"))),
    Way("wagtailadmin_pages:convert_alias", post("wagtailadmin_pages:convert_alias", of("alias"))),
    Way(
        "wagtailadmin_pages:move",
        post("wagtailadmin_pages:move", of("draft"), new_parent_page=of("index")),
        shows="/confirm/",
    ),
    Way(
        "wagtailadmin_pages:move_confirm",
        post("wagtailadmin_pages:move_confirm", of("draft"), of("index")),
    ),
    Way(
        "wagtailadmin_pages:set_page_position",
        post("wagtailadmin_pages:set_page_position", of("draft"), query="position=2"),
    ),
    Way(
        "wagtailadmin_pages:copy",
        post(
            "wagtailadmin_pages:copy",
            of("draft"),
            new_title="Salinan",
            new_slug="salinan-baru",
            new_parent_page=of("index"),
        ),
    ),
    Way(
        "wagtailadmin_pages:workflow_action",
        post("wagtailadmin_pages:workflow_action", of("review"), "approve", task_state("review")),
    ),
    Way(
        "wagtailadmin_pages:workflow_action",
        post(
            "wagtailadmin_pages:workflow_action",
            of("review"),
            "reject",
            task_state("review"),
            reason="fact",
            comment="Perbaiki tanggalnya",
        ),
        label="sent back",
    ),
    Way(
        "wagtailadmin_pages:collect_workflow_action_data",
        post(
            "wagtailadmin_pages:collect_workflow_action_data",
            of("review"),
            "reject",
            task_state("review"),
            reason="fact",
            comment="Perbaiki tanggalnya",
        ),
        shows='"step": "success"',
    ),
    Way(
        "review_decide",
        post("review_decide", of("review"), action="approve", revision=latest("review")),
    ),
    Way("wagtailadmin_pages:lock", post("wagtailadmin_pages:lock", of("draft"))),
    Way("wagtailadmin_pages:unlock", post("wagtailadmin_pages:unlock", of("locked"))),
    Way("pen_take", post("pen_take", of("review"))),
    Way("pen_free", post("pen_free", of("locked"))),
    Way("review_rule", post("review_rule", "news", form=rule_answers), who=OFFICER),
    Way(
        "help_contact_new",
        shown("help_contact_new", kind="police", name="Polsek", phone="0741-60123"),
        who=OFFICER,
    ),
    Way("help_contact", shown("help_contact", of("help"), name="UPTD PPA"), who=OFFICER),
    Way(
        "help_contact",
        post("help_contact", of("help"), action="remove", seen=lambda world: as_seen(world.help)),
        who=OFFICER,
        label="remove",
    ),
    Way("office", shown("office", of("place"), access="Jalur landai")),
    Way(
        "office",
        post("office", of("place"), action="confirm", seen=lambda world: place_seen(world.place)),
        label="confirm",
    ),
    Way(
        "office",
        post("office", of("place"), action="remove", seen=lambda world: place_seen(world.place)),
        label="remove",
    ),
    Way("office_new", shown("office_new", village, name="Ruang komunitas")),
    Way("office_new_regency", shown("office_new_regency", name="KUA"), who=OFFICER),
    Way(
        "special_hours",
        post("special_hours", village, action="today", form=closed_today),
    ),
    Way("special_hours", post("special_hours", village, action="end", special=of("closing")), label="end"),
    Way(
        "special_hours_regency",
        shown("special_hours_regency", **{"lain-where": "semua", "lain-reason": "Cuti bersama"}),
        who=OFFICER,
    ),
    Way("standards:add", shown("standards:add", title="Kartu usaha", summary="Kartu."), who=OFFICER),
    Way("standards:edit", shown("standards:edit", of("standard"), duration="2 hari"), who=OFFICER),
    Way("standards:delete", post("standards:delete", of("standard")), who=OFFICER),
    Way("safety_settings", shown("safety_settings", exit_url="https://cuaca.example/"), who=OFFICER),
    Way("village_review_rule", post("village_review_rule", "news", village, form=rule_answers)),
    Way("comment_thread", post("comment_thread", of("live"), mode="closed", reason="Ribut.")),
    Way("adopt_services", post("adopt_services", village, standards=of("offered"), kirim="1")),
    Way("service_questions", post("service_questions", of("service"), form=lifted_question)),
    Way("comment_rules", post("comment_rules", village, mode="pre", close_after_days="30")),
    Way(
        "wagtailadmin_pages:revisions_revert",
        post("wagtailadmin_pages:revisions_revert", of("draft"), latest("draft"), form=article_of("draft")),
    ),
    Way(
        "wagtailadmin_pages:revisions_unschedule",
        post("wagtailadmin_pages:revisions_unschedule", of("scheduled"), latest("scheduled")),
    ),
    Way(
        "wagtailadmin_pages:choose_parent",
        post("wagtailadmin_pages:choose_parent", *ARTICLE, parent_page=of("index")),
        shows="/admin/pages/add/",
    ),
    *(
        bulk(action, thing, "wagtailcore.page")
        for action, thing in (("publish", "draft"), ("unpublish", "live"))
    ),
    bulk("delete", "draft", "wagtailcore.page", ADMINISTRATOR),
    bulk("move", "draft", "wagtailcore.page", chooser=of("index")),
    api("publish", "draft"),
    api("unpublish", "live"),
    api("delete", "draft", ADMINISTRATOR),
    api("copy", "draft", destination_page_id=of("index"), slug="salinan-api", recursive="false"),
    api("move", "draft", destination_page_id=of("index"), position="last-child"),
    api("create_alias", "live", destination_page_id=of("index"), update_slug="alias-api"),
    api("convert_alias", "alias"),
    api("revert_to_page_revision", "draft", revision_id=latest("draft")),
    Way(
        "wagtailadmin_editing_sessions:ping",
        post("wagtailadmin_editing_sessions:ping", *ARTICLE, of("draft"), of("session"), is_editing="1"),
    ),
    Way(
        "wagtailadmin_editing_sessions:release", post("wagtailadmin_editing_sessions:release", of("session"))
    ),
]
FILES = [
    Way("wagtailimages:edit", shown("wagtailimages:edit", of("picture"), title="Baru")),
    Way("wagtailimages:delete", post("wagtailimages:delete", of("picture"))),
    Way(
        "wagtailimages:add",
        post("wagtailimages:add", title="Baru", description="", file=picture_file(), collection=collection),
    ),
    Way(
        "wagtailimages:add_multiple",
        post(
            "wagtailimages:add_multiple",
            form=lambda world: {
                "files[]": drawn_jpeg("baru.jpg"),
                "title": "Baru",
                "collection": collection(world),
            },
            headers=SCRIPT,
        ),
    ),
    Way(
        "wagtailimages:edit_multiple",
        post(
            "wagtailimages:edit_multiple",
            of("picture"),
            form=upload_fields("picture", "image", description=""),
        ),
    ),
    Way("wagtailimages:delete_multiple", post("wagtailimages:delete_multiple", of("picture"))),
    Way(
        "wagtailimages:create_multiple_from_uploaded_image",
        post(
            "wagtailimages:create_multiple_from_uploaded_image",
            of("picture_upload"),
            form=upload_fields("picture_upload", "uploaded-image", description=""),
        ),
    ),
    Way(
        "wagtailimages:delete_upload_multiple",
        post("wagtailimages:delete_upload_multiple", of("picture_upload")),
    ),
    Way(
        "wagtailimages_chooser:create",
        post(
            "wagtailimages_chooser:create",
            form=lambda world: {
                "image-chooser-upload-title": "Baru",
                "image-chooser-upload-description": "",
                "image-chooser-upload-file": drawn_jpeg("baru.jpg"),
                "image-chooser-upload-collection": collection(world),
            },
        ),
    ),
    Way(
        "wagtailimages_chooser:select_format",
        post(
            "wagtailimages_chooser:select_format",
            of("picture"),
            form=lambda world: {
                "image-chooser-insertion-format": "fullwidth",
                "image-chooser-insertion-alt_text": "x",
            },
        ),
    ),
    bulk("add_tags", "picture", "core.customimage", who=ADMINISTRATOR, tags="baru"),
    bulk("add_to_collection", "picture", "core.customimage", collection=of("empty_collection")),
    bulk("delete", "picture", "core.customimage"),
    Way("wagtaildocs:edit", shown("wagtaildocs:edit", of("document"), title="Baru")),
    Way("wagtaildocs:delete", post("wagtaildocs:delete", of("document"))),
    Way("wagtaildocs:add", post("wagtaildocs:add", title="Baru", file=document_file, collection=collection)),
    Way(
        "wagtaildocs:add_multiple",
        post(
            "wagtaildocs:add_multiple",
            form=lambda world: {
                "files[]": document_file(world),
                "title": "Baru",
                "collection": collection(world),
            },
            headers=SCRIPT,
        ),
    ),
    Way(
        "wagtaildocs:edit_multiple",
        post("wagtaildocs:edit_multiple", of("document"), form=upload_fields("document", "doc")),
    ),
    Way("wagtaildocs:delete_multiple", post("wagtaildocs:delete_multiple", of("document"))),
    Way(
        "wagtaildocs:create_multiple_from_uploaded_document",
        post(
            "wagtaildocs:create_multiple_from_uploaded_document",
            of("document_upload"),
            form=upload_fields("document_upload", "uploaded-document"),
        ),
    ),
    Way(
        "wagtaildocs:delete_upload_multiple",
        post("wagtaildocs:delete_upload_multiple", of("document_upload")),
    ),
    Way(
        "wagtaildocs_chooser:create",
        post(
            "wagtaildocs_chooser:create",
            form=lambda world: {
                "document-chooser-upload-title": "Baru",
                "document-chooser-upload-file": document_file(world),
                "document-chooser-upload-collection": collection(world),
            },
        ),
    ),
    bulk("add_tags", "document", "core.customdocument", who=ADMINISTRATOR, tags="baru"),
    bulk("add_to_collection", "document", "core.customdocument", collection=of("empty_collection")),
    bulk("delete", "document", "core.customdocument"),
]


def comment(action: str, /, **data: Any) -> Way:
    return Way(
        "comment_moderation:item",
        post(
            "comment_moderation:item",
            lambda world: world.comment.public_id,
            action=action,
            version=lambda world: world.comment.version,
            **data,
        ),
        label=action,
    )


def topic_id(world: World) -> str:
    return world.topic.comment.public_id


def about_member(name: str, /, thing: str = "membership", who: str = CADRE, **changes: Any) -> Way:
    return Way(name, shown(name, of(thing), reason="Sakit", **changes), who=who)


def about_village(name: str, prepare: Callable[[World], Any] | None = None, /, **changes: Any) -> Way:
    return Way(name, shown(name, village, **changes), who=OFFICER, prepare=prepare)


def paused(world: World) -> None:
    life.pause(world.village, by=world.insiders["officer"], reason="Banjir", notice="Banjir")


def closed(world: World) -> None:
    life.close(world.village, by=world.insiders["officer"], reason="Bergabung", notice="Bergabung")


def about_resident(name: str, /, **changes: Any) -> Way:
    return Way(name, shown(name, of("resident"), **changes))


def private(action: str, /, **data: Any) -> Way:
    sent = post("private_conversation", of("conversation"), action=action, version=1, **data)
    return Way("private_conversation", sent, label=action)


def officer_showed_who_he_is(world: World) -> None:
    officer = world.insiders["officer"]
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in Session.objects.values_list("session_key", flat=True):
        session = store(key)
        if session.get(SESSION_KEY) == str(officer.pk):
            show_who_one_is(session, officer)


PEOPLE = [
    comment("approve"),
    comment("reject", reason="spam"),
    comment("answer", body="Terima kasih, akan kami periksa."),
    comment("mask", words="Panen"),
    Way(
        "comment_moderation:bulk",
        post(
            "comment_moderation:bulk",
            action="approve",
            pilih=lambda world: f"{world.comment.public_id}-{world.comment.version}",
        ),
    ),
    Way(
        "comment_moderation:word_list",
        post("comment_moderation:word_list", desa=lambda world: world.village.code, word="judi"),
    ),
    Way("topic", post("topic", topic_id, action="step", to="worked_on", version="1")),
    Way("topic", post("topic", topic_id, action="answer", body="Besok.", version="1"), label="answer"),
    Way(
        "topic_new",
        shown("topic_new", village, title="Rencana anggaran", body="Apa usul Anda?", pillar="governance"),
    ),
    Way("comment_moderation:word_remove", post("comment_moderation:word_remove", of("watched_word"))),
    Way(
        "team_invite",
        shown("team_invite", role="contributor", village=village, name="Ibu baru"),
    ),
    Way("team_invitation_revoke", shown("team_invitation_revoke", of("invitation"))),
    Way("notifications_read", post("notifications_read", newest=of("message"))),
    Way(
        "team_appoint",
        shown(
            "team_appoint",
            query=lambda world: queried(petugas=world.people["nobody"].pk),
            role="contributor",
            village=village,
        ),
        who=OFFICER,
    ),
    about_member("team_pause"),
    about_member("team_resume", "paused_membership"),
    about_member("team_end", successor=person),
    about_member("team_password"),
    about_member("team_second_factor", "cadre_membership", who=OFFICER),
    about_member("team_sessions"),
    about_member("membership_entrust", "cadre_membership", who=OFFICER),
    private("answer", body="Silakan datang.", nonce="2f6c8f9e-8c1d-4b6a-9d0e-000000000001"),
    private("close"),
    Way(
        "private_emergency",
        post(
            "private_emergency",
            of("conversation"),
            reason_code="life",
            reason="Tetangga melapor ia tidak terlihat lagi.",
        ),
        who=OFFICER,
        prepare=officer_showed_who_he_is,
    ),
    Way("resident_new", shown("resident_new", village=village, name="Ibu Baru")),
    about_resident("resident_verify"),
    about_resident("resident_unverify"),
    about_resident("resident_amend", name="Nama Baru"),
    about_resident("resident_mute", reason="spam"),
    about_resident("resident_ban", reason="spam"),
    about_resident("resident_lift"),
    about_resident("resident_sign_out"),
    about_resident("resident_make_link"),
    about_resident("resident_reset_pin"),
    about_resident("resident_export", reason="in_person"),
    about_resident("resident_erase", reason="in_person", sure="on"),
    Way(
        "comment_erase",
        shown("comment_erase", lambda world: world.comment.public_id, reason="in_person", sure="on"),
    ),
    Way(
        "open_village",
        shown("open_village", code="15.07.09.2003", name="Desa Baru", district="Mendahara Ulu"),
        who=OFFICER,
    ),
    about_village("village_rename", name="Nama Baru", slug="nama-baru"),
    about_village("village_pause", notice="Banjir", reason="Banjir"),
    about_village("village_resume", paused),
    about_village(
        "village_close", notice="Bergabung", reason="Bergabung", code=lambda world: world.village.code
    ),
    about_village("village_reopen", closed),
]


def administrators(name: str, /, *args: Any, **changes: Any) -> Way:
    return Way(name, shown(name, *args, **changes), who=ADMINISTRATOR)


def group(world: World) -> int:
    return world.village.access.cadres_group_id


def site(world: World) -> int:
    return Site.objects.get().pk


def workflow(world: World) -> int:
    return Workflow.objects.get(workflow_tasks__task=task(world)).pk


def task(world: World) -> int:
    return VillageReviewTask.objects.get().pk


def no_workflow(world: World) -> None:
    Workflow.objects.update(active=False)


def no_task(world: World) -> None:
    VillageReviewTask.objects.update(active=False)


def a_workflow_on_the_village(world: World) -> None:
    WorkflowPage.objects.create(workflow_id=workflow(world), page=world.village)


def redirect_to(world: World) -> int:
    return Redirect.objects.get().pk


def users(action: str, /, **data: Any) -> Way:
    return Way(
        "wagtail_bulk_action",
        post(
            "wagtail_bulk_action",
            "people",
            "user",
            action,
            query=lambda world: queried(id=person(world)),
            next="/admin/",
            **data,
        ),
        who=ADMINISTRATOR,
        label=f"people.user {action}",
    )


NAMES = {"first_name": "Ibu", "last_name": "Baru", "email": "baru@example.test"}
NEW_PERSON = {
    **NAMES,
    "username": "baru",
    "password1": "sandi-panjang-baru",
    "password2": "sandi-panjang-baru",
}
WORKFLOWS = "wagtailadmin_workflows"
SYSTEM = [
    administrators("wagtailadmin_collections:add", name="Baru", parent=collection),
    administrators("wagtailadmin_collections:edit", collection, name="Baru"),
    administrators("wagtailadmin_collections:delete", of("empty_collection")),
    administrators(f"{WORKFLOWS}:add", name="Baru", **{"workflow_tasks-TOTAL_FORMS": "0"}),
    administrators(f"{WORKFLOWS}:edit", workflow, name="Baru"),
    administrators(f"{WORKFLOWS}:disable", workflow),
    Way(f"{WORKFLOWS}:enable", post(f"{WORKFLOWS}:enable", workflow), ADMINISTRATOR, prepare=no_workflow),
    Way(
        f"{WORKFLOWS}:remove",
        post(f"{WORKFLOWS}:remove", village, workflow),
        ADMINISTRATOR,
        prepare=a_workflow_on_the_village,
    ),
    administrators(f"{WORKFLOWS}:add_task", "editorial", "villagereviewtask", name="Baru"),
    administrators(f"{WORKFLOWS}:edit_task", task, name="Baru"),
    administrators(f"{WORKFLOWS}:disable_task", task),
    Way(f"{WORKFLOWS}:enable_task", post(f"{WORKFLOWS}:enable_task", task), ADMINISTRATOR, prepare=no_task),
    administrators("wagtailsites:add", hostname="rahim.desa.id", site_name="Baru", root_page=village),
    administrators("wagtailsites:edit", site, site_name="Baru"),
    administrators("wagtailsites:delete", site),
    administrators("wagtailsites:copy", site, hostname="rahim.desa.id", is_default_site=[]),
    administrators("wagtailusers_users:add", **NEW_PERSON),
    administrators("wagtailusers_users:edit", person, **NAMES),
    administrators("wagtailusers_users:delete", person),
    administrators("wagtailusers_users:copy", person, **NEW_PERSON),
    users("assign_role", role=group),
    users("set_active_state", mark_as_active="False"),
    users("delete"),
    administrators("wagtailusers_groups:add", name="Baru"),
    administrators("wagtailusers_groups:edit", group, name="Baru"),
    administrators("wagtailusers_groups:delete", of("empty_group")),
    administrators("wagtailredirects:add", old_path="/lama", redirect_page=village),
    administrators("wagtailredirects:edit", redirect_to, old_path="/lama-sekali"),
    administrators("wagtailredirects:delete", redirect_to),
]
WAYS = [*PAGES, *FILES, *PEOPLE, *SYSTEM]


def attempt(label: str, build: Build, who: str = "") -> Way:
    """Through one's own address, with something of the other village. ``who`` of that village can do it."""
    return Way(label, build, who=who)


def get(name: str, /, *args: Any, query: Any = "") -> Build:
    return sent("GET", name, *args, query=query)


def copied(page: str, destination: str, **fields: Any) -> Build:
    return post(
        "wagtailadmin_pages:copy",
        of(page),
        new_title="Salinan",
        new_slug="salinan-baru",
        new_parent_page=of(destination),
        **fields,
    )


def crossings(page: str, to: str) -> list[Way]:
    api_action = "wagtailadmin_api:pages:action"
    return [
        attempt("copy", copied(page, to)),
        attempt("copy as an alias", copied(page, to, alias="on")),
        attempt("copy with pages below", copied(page, to, copy_subpages="on", publish_copies="on")),
        attempt("move", post("wagtailadmin_pages:move", of(page), new_parent_page=of(to))),
        attempt("confirmed move", post("wagtailadmin_pages:move_confirm", of(page), of(to))),
        attempt(
            "bulk move",
            post(
                "wagtail_bulk_action",
                "wagtailcore",
                "page",
                "move",
                query=by_id(page),
                chooser=of(to),
                next="/admin/",
            ),
        ),
        attempt("API copy", post(api_action, of(page), "copy", destination_page_id=of(to), slug="baru")),
        attempt("API move", post(api_action, of(page), "move", destination_page_id=of(to))),
        attempt("API alias", post(api_action, of(page), "create_alias", destination_page_id=of(to))),
    ]


def with_link_to(name: str) -> Callable[[World], dict[str, str]]:
    def fields(world: World) -> dict[str, str]:
        link = f'<p><a linktype="page" id="{getattr(world, name).pk}">lihat</a></p>'
        return article_form(
            world.own_draft, body=streamfield([("paragraph", rich_text(link, features=["link"]))])
        )

    return fields


def linked_to_the_draft(world: World) -> None:
    page = NewsArticlePage.objects.get(pk=world.own_draft.pk)
    page.body = [("paragraph", RichText(f'<a linktype="page" id="{world.draft.pk}">lihat</a>'))]
    page.save()
    page.save_revision()


REVERT = "wagtailadmin_pages:revisions_revert"
CROSSINGS = crossings("own_page", "third_index")
ATTEMPTS = [
    *crossings("own_page", "index"),
    attempt(
        "revision of another page", get("wagtailadmin_pages:revisions_view", of("own_draft"), latest("draft"))
    ),
    attempt("revert to another page's", get(REVERT, of("own_draft"), latest("draft"))),
    attempt(
        "compare with another page's",
        sent("GET", "wagtailadmin_pages:revisions_compare", of("own_draft"), latest("draft"), "latest"),
    ),
    attempt(
        "approve another page's review",
        post("wagtailadmin_pages:workflow_action", of("own_draft"), "approve", task_state("review")),
    ),
    attempt(
        "another page's review",
        get(
            "wagtailadmin_pages:workflow_history_detail",
            of("own_draft"),
            lambda world: world.review.current_workflow_state.pk,
        ),
    ),
    attempt(
        "picture on an own page",
        post(
            "wagtailadmin_pages:edit",
            of("own_draft"),
            form=lambda world: article_form(
                world.own_draft, lead_image=world.picture.pk, lead_image_alt="Warga"
            ),
        ),
    ),
    attempt(
        "draft linked from an own page",
        post("wagtailadmin_pages:edit", of("own_draft"), form=with_link_to("draft")),
    ),
    *(
        Way(
            f"{screen} of an own page that links to a draft",
            get(f"wagtailadmin_pages:{screen}", of("own_draft")),
            who="",
            prepare=linked_to_the_draft,
        )
        for screen in ("edit", "view_draft", "history")
    ),
    attempt(
        "preview of a link to a draft",
        post("wagtailadmin_pages:preview_on_edit", of("own_draft"), form=with_link_to("draft")),
    ),
    attempt(
        "parent for a new page",
        post("wagtailadmin_pages:choose_parent", *ARTICLE, parent_page=of("live")),
    ),
    attempt(
        "address of a page with newer words",
        post(
            "wagtailadmin_choose_page_external_link",
            form=lambda world: {
                "external-link-chooser-url": world.live.url + "?dari=sini",
                "external-link-chooser-link_text": "",
            },
        ),
        who=CADRE,
    ),
    attempt(
        "address of a page, as it is",
        post(
            "wagtailadmin_choose_page_external_link",
            form=lambda world: {
                "external-link-chooser-url": world.live.url,
                "external-link-chooser-link_text": "",
            },
        ),
        who=CADRE,
    ),
    attempt(
        "own session at another's page",
        post("wagtailadmin_editing_sessions:ping", *ARTICLE, of("own_draft"), of("session"), is_editing="1"),
    ),
    attempt(
        "own comment screen, another's village",
        get("comment_moderation:index", query=lambda world: queried(desa=world.village.code)),
        who=CADRE,
    ),
    attempt(
        "another village's closing ended at the own",
        post("special_hours", lambda world: world.own.pk, action="end", special=of("closing")),
    ),
    attempt(
        "another village's place closed at the own",
        post("special_hours", lambda world: world.own.pk, action="today", form=closed_today),
    ),
    attempt(
        "own picture into another's collection",
        post("wagtailimages:edit", of("own_image"), title="Baru", description="", collection=collection),
    ),
    attempt(
        "own document into another's collection",
        post("wagtaildocs:edit", of("own_document"), title="Baru", collection=collection),
    ),
    attempt(
        "own pictures into another's collection",
        post(
            "wagtail_bulk_action",
            "core",
            "customimage",
            "add_to_collection",
            query=by_id("own_image"),
            collection=collection,
            next="/admin/",
        ),
    ),
]
