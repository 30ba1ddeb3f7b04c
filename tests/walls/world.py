"""Two villages with one of everything, and the words of the second that nobody outside it may read.

What stands in the database only since the second village was made belongs to it: a new model, or a new
thing made here, is watched without being named anywhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.http import int_to_base36, urlsafe_base64_encode
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site, UploadedFile, Workflow, WorkflowState
from wagtail.rich_text import RichText

from audit.log import record
from comments.enums import CommentState
from comments.models import Topic, WatchedWord
from comments.topics import pictures
from comments.watched_words import fold
from core.models import CustomDocument, CustomImage
from editorial.models import VillageReviewTask
from news.models import NewsArticlePage, NewsIndexPage
from offices.models import Office, SpecialHours
from opensid_import.addresses import asked_paths, old_number_path
from opensid_import.models import OldAddress
from people.models import User
from private_messages.enums import EmergencyReason
from private_messages.models import EmergencyOpening
from safety.enums import HelpKind
from safety.models import HelpContact
from teams.invitations import invite
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.core import PDF, CustomDocumentFactory, CustomImageFactory, drawn_jpeg
from tests.factories.news import NewsArticlePageFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.offices import OfficeFactory, weekly
from tests.factories.people import UserFactory, with_second_factor
from tests.factories.private_messages import ConversationFactory
from tests.factories.residents import ResidentFactory
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.factories.topics import TopicFactory
from tests.factories.village_pages import InformationPageFactory, VillageFactory, member
from tests.walls.rows import Rows
from village_pages.enums import Role
from village_pages.models import VillagePage
from village_pages.rights import appoint, entrust, pause

Values = dict[str, Any]


@dataclass(frozen=True)
class Thing:
    """One thing of the second village: what stands for it in an address.

    ``values``: address part to its value, or to a list of them. A part that means different things in
    different screens is written with the namespace: ``wagtailusers_users/pk``. ``query``: what names it
    where the address has no part for it.
    """

    name: str
    values: Values
    query: str = ""


@dataclass
class World:
    village: VillagePage
    """The second village, whose things are tried."""
    own: VillagePage
    people: dict[str, User] = field(default_factory=dict)
    """Who tries, by role in the first village."""
    insiders: dict[str, User] = field(default_factory=dict)
    """Who may: the second village's own, the officer, the administrator."""
    things: dict[str, Thing] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    before: Rows = field(default_factory=dict)
    """All rows when the second village did not yet exist."""
    after: Rows = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["objects"][name]
        except KeyError:
            raise AttributeError(name) from None


# Written into everything of the second village that is not public; in small letters, as addresses are.
SECRETS = {
    name: f"xq{name}zy"
    for name in (
        "draft",
        "newer",
        "review",
        "returned",
        "scheduled",
        "body",
        "reason",
        "picture",
        "alternative",
        "topic",
        "document",
        "content",
        "file",
        "upload",
        "comment",
        "commenter",
        "word",
        "note",
        "author",
        "cadre",
        "mail",
        "act",
        "history",
        "message",
        "invited",
        "collection",
        "group",
        "resident",
        "private",
        "asker",
        "emergency",
        "help",
    )
}


def said(name: str, words: str = "Panen") -> str:
    return f"{words} {SECRETS[name]}"


def build() -> World:
    """Everything, in the order that tells whose it is."""
    with transaction.atomic():
        world = _first_village()
        world.before = Rows.now()
        _second_village(world)
        world.after = Rows.now()
    return world


def _first_village() -> World:
    own = VillageFactory(code="15.07.09.2006", title="Sungai Beras")
    third = VillageFactory(code="15.07.09.2010", title="Simpang Tuan")
    # Opened here, so that the groups that everybody may know are nobody's secret.
    ambassador = member(Role.AMBASSADOR, own)
    appoint(user=ambassador, role=Role.AMBASSADOR, village=third)
    people = {
        "contributor": member(Role.CONTRIBUTOR, own),
        "cadre": member(Role.CADRE, own),
        "ambassador": User.objects.get(pk=ambassador.pk),
        "nobody": UserFactory(),
    }
    world = World(village=own, own=own, people=people)
    author = people["contributor"]
    world.objects |= {
        "own_index": NewsIndexPage.objects.child_of(own).get(),
        "third_index": NewsIndexPage.objects.child_of(third).get(),
        "own_page": NewsArticlePageFactory(village=own, title="Kabar kami"),
        "own_draft": NewsArticlePageFactory(village=own, title="Draf kami", live=False, owner=author),
        "own_image": CustomImageFactory(village=own, uploaded_by_user=author),
        "own_document": CustomDocumentFactory(village=own, uploaded_by_user=author),
        "offered": StandardFactory(title="Izin keramaian", slug="izin-keramaian"),
    }
    world.insiders = {"officer": member(Role.OFFICER), "administrator": member(Role.ADMINISTRATOR)}
    return world


def _second_village(world: World) -> None:
    village = world.village = VillageFactory(code="15.07.09.2002", title="Pematang Rahim")
    author = member(
        Role.CONTRIBUTOR, village, username=SECRETS["author"], display_name=said("author", "Siti")
    )
    cadre = member(
        Role.CADRE,
        village,
        username=SECRETS["cadre"],
        display_name=said("cadre", "Budi"),
        email=f"{SECRETS['mail']}@example.test",
    )
    world.insiders |= {"author": author, "cadre": cadre}
    second = member(Role.CONTRIBUTOR, village, username=f"{SECRETS['author']}2")
    paused = second.memberships.get()
    pause(paused, by=cadre)
    with_second_factor(cadre)
    Redirect.objects.create(old_path="/rahim", redirect_page=village)
    invitation, _token = invite(by=cadre, role=Role.CONTRIBUTOR, village=village, name=said("invited", "Bu"))
    world.objects |= {
        "membership": author.memberships.get(),
        "cadre_membership": cadre.memberships.get(),
        "paused_membership": paused,
        "invitation": invitation,
        "empty_collection": village.access.collection.add_child(name=said("collection", "Foto")),
        "empty_group": Group.objects.create(name=said("group", "Tim")),
    }
    _pages(world, author, cadre)
    _files(world, author, cadre)
    _words(world, cadre)
    _private(world)
    _places(world, cadre)
    world.things = {thing.name: thing for thing in things_of(world)}


def _pages(world: World, author: User, cadre: User) -> None:
    village = world.village
    body = [("paragraph", RichText(f"<p>{said('body')}</p>"))]

    def page(name: str, **fields) -> NewsArticlePage:
        fields = {"title": said(name), "live": False, "owner": author, "body": body} | fields
        return NewsArticlePageFactory(village=village, **fields)

    draft = page("draft", summary=said("body"))
    draft.tags.add(SECRETS["topic"])
    draft.save()
    draft.save_revision(user=author, log_action=True)
    live = page("newer", title="Gotong royong", live=True, body=[], owner=None)
    live.title, live.draft_title = said("newer"), said("newer")
    live.save_revision(user=cadre, log_action=True)
    review = page("review")
    review.get_workflow().start(review, author)
    returned = page("returned")
    state = returned.get_workflow().start(returned, author)
    state.current_task_state.reject(user=cadre, comment=said("reason", "Perbaiki"))
    scheduled = page("scheduled")
    scheduled.go_live_at = timezone.now() + timedelta(days=3)
    scheduled.save_revision(user=cadre, approved_go_live_at=scheduled.go_live_at)
    locked = page("draft", title=said("draft", "Kunci"), locked=True, locked_by=cadre)
    draft.body = [*body, ("paragraph", RichText(f'<a linktype="page" id="{world.own_page.pk}">kabar</a>'))]
    draft.save()
    alias = NewsArticlePage.objects.get(pk=live.pk).create_alias(
        parent=live.get_parent(), update_slug="salinan"
    )
    standing = InformationPageFactory(village=village, title="Tentang desa", live=True)
    service = ServicePageFactory(village=village, title="Surat pindah", owner=None)
    world.objects |= {
        "index": NewsIndexPage.objects.child_of(village).get(),
        "draft": draft,
        "live": NewsArticlePage.objects.get(pk=live.pk),
        "review": NewsArticlePage.objects.get(pk=review.pk),
        "returned": returned,
        "scheduled": scheduled,
        "locked": locked,
        "alias": alias,
        "standing": standing,
        "service": service,
        "session": EditingSession.objects.create(
            user=cadre,
            content_type=ContentType.objects.get_for_model(NewsArticlePage),
            object_id=draft.pk,
            last_seen_at=timezone.now(),
        ),
    }

    for path in (old_number_path(77), asked_paths("2023", "5", "7", "lama")[0]):
        OldAddress.objects.create(village=village, path=path, page=draft)


def _files(world: World, author: User, cadre: User) -> None:
    village = world.village
    picture = CustomImageFactory(
        village=village,
        title=said("picture", "Foto"),
        description=said("alternative", "Warga"),
        uploaded_by_user=author,
    )
    picture.tags.add(SECRETS["topic"])
    document = CustomDocumentFactory(
        village=village,
        title=said("document", "Surat"),
        uploaded_by_user=author,
        file=ContentFile(PDF + f"% {SECRETS['content']}\n".encode(), name=f"{SECRETS['file']}.pdf"),
    )

    def upload(model: type, file: ContentFile) -> UploadedFile:
        return UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model), file=file, uploaded_by_user=cadre
        )

    world.objects |= {
        "picture": picture,
        "document": document,
        "picture_upload": upload(CustomImage, drawn_jpeg(f"{SECRETS['upload']}.jpg")),
        "document_upload": upload(CustomDocument, ContentFile(PDF, name=f"{SECRETS['upload']}.pdf")),
    }


def _words(world: World, cadre: User) -> None:
    """Comments, history and messages."""

    def comment(state: str):
        return ResidentCommentFactory(
            thread__page=world.live,
            state=state,
            body=said("comment"),
            shown_name=said("commenter", "Bu"),
            author_note=said("note", "Maaf"),
        )

    asked = ResidentCommentFactory(thread__page=world.service)
    AnswerFactory(parent=asked, author=cadre, shown_name="Kantor")
    world.objects |= {
        "asked": asked,
        "comment": comment(CommentState.PENDING),
        "refused_comment": comment(CommentState.REJECTED),
        # One to be read by everybody, and one that waits.
        "topic": TopicFactory(village=world.village),
        "waiting_topic": waiting_topic(world),
        "watched_word": WatchedWord.objects.create(
            village=world.village, word=said("word", "kata"), folded=fold(said("word", "kata"))
        ),
        "resident": ResidentFactory(
            village=world.village, display_name=said("resident", "Bu"), verified=True, verified_by=cadre
        ),
        "act": record(
            "page.publish",
            village=world.village,
            by=cadre,
            name=said("act"),
            reason=said("history", "Karena"),
        ),
        # Not sure yet, so no reader sees it.
        "help": HelpContact.objects.create(
            village=world.village, kind=HelpKind.VIOLENCE, name=said("help", "Kantor"), phone="074160123"
        ),
        "message": NotificationFactory(
            recipient=cadre, village=world.village, headline=said("message"), words=said("message")
        ),
    }


def _private(world: World) -> None:
    """What was asked in private, which the cadre reads, and a record that the officer once opened it."""
    entrust(world.cadre_membership)
    asked = {"body": said("private"), "name": said("asker", "Bu"), "page": said("private", "Bantuan")}
    conversation = ConversationFactory(village=world.village, words=asked)
    until = timezone.now() - timedelta(hours=1)
    world.objects |= {
        "conversation": conversation,
        "opening": EmergencyOpening.objects.create(
            conversation=conversation,
            village=world.village,
            officer=world.insiders["officer"],
            reason_code=EmergencyReason.LIFE,
            reason=said("emergency", "Karena"),
            at=until - timedelta(hours=1),
            until=until,
        ),
    }


def _places(world: World, cadre: User) -> None:
    """A further place, which the cadre has checked, and days on which it is closed."""
    place = OfficeFactory(
        village=world.village,
        name="Posyandu Melur",
        hours=weekly(3),
        checked_at=timezone.now(),
        checked_by=cadre,
    )
    coming = timezone.localdate() + timedelta(days=3)
    world.objects |= {
        "place": place,
        # The regency's: no village has it, and nobody of one may see or change it in the admin.
        "standard": StandardFactory(title="Surat nikah", slug="surat-nikah"),
        "closing": SpecialHours.objects.create(
            village=world.village, office=place, first_day=coming, last_day=coming, reason="Rapat kader"
        ),
    }


def waiting_topic(world: World) -> Topic:
    topic = TopicFactory(
        village=world.village,
        published=False,
        title=said("comment"),
        body=said("comment"),
        name=said("commenter", "Bu"),
    )
    picture = pictures.keep(drawn_jpeg(), topic.comment.submit_nonce)
    picture.alt = said("comment")
    pictures.bind(picture, topic.comment)
    return topic


def page_values(page: Page) -> Values:
    """Every part by which an address may name a page, or something that hangs on it."""
    revision = page.get_latest_revision()
    values: Values = {
        **dict.fromkeys(("page_id", "page_to_move_id", "parent_page_id", "page_pk"), page.pk),
        **dict.fromkeys(("destination_id", "destination_page_id"), page.get_parent().pk),
        "object_id": page.pk,
        "wagtailadmin_api:pages/pk": page.pk,
        "action_name": ["approve", "reject"],
        "wagtailadmin_api:pages/action_name": [
            "publish",
            "unpublish",
            "delete",
            "copy",
            "move",
            "create_alias",
            "convert_alias",
            "copy_for_translation",
            "revert_to_page_revision",
        ],
        "page_key": page.translation_key,
        ("app_label", "model_name"): [("wagtailcore", "page")],
        ("content_type_app_name", "content_type_model_name"): [("news", "newsarticlepage")],
        "action": ["publish", "unpublish", "delete", "move"],
        "wagtail_serve/0": page.url_path.split("/", 2)[2],
    }
    if revision:
        compared = {"wagtailadmin_pages:revisions_compare": (page.pk, "earliest", "latest")}
        values |= compared | {"revision_id": revision.pk}
    state = WorkflowState.objects.for_instance(page).first()
    if state:
        values |= {
            "workflow_state_id": state.pk,
            "task_state_id": state.current_task_state_id,
            "task_id": state.current_task_state.task_id,
        }
    return values


def things_of(world: World) -> Iterator[Thing]:
    for name in ("draft", "live", "review", "returned", "scheduled", "locked", "alias", "index", "service"):
        page = getattr(world, name)
        yield Thing(f"page: {name}", page_values(page), f"id={page.pk}")
    yield Thing("village", page_values(world.village) | {"village_id": world.village.pk, "kind": "news"})
    picture, document, access = world.picture, world.document, world.village.access
    yield Thing(
        "picture",
        {
            "image_id": picture.pk,
            "object_id": picture.pk,
            "filter_spec": "width-320",
            **dict.fromkeys(("wagtailimages_chooser/pk", "wagtailadmin_api:images/pk"), picture.pk),
            ("app_label", "model_name"): [("core", "customimage")],
            ("app_name", "model_name"): [("core", "customimage"), ("taggit", "tag")],
            "action": ["add_tags", "add_to_collection", "delete"],
            "rendition/name": [picture.file.name.split("/")[-1]],
        },
        f"id={picture.pk}",
    )
    yield Thing(
        "document",
        {
            **dict.fromkeys(("document_id", "doc_id", "object_id"), document.pk),
            **dict.fromkeys(("wagtaildocs_chooser/pk", "wagtailadmin_api:documents/pk"), document.pk),
            "filename": document.filename,
            ("app_label", "model_name"): [("core", "customdocument")],
            "action": ["add_tags", "add_to_collection", "delete"],
        },
        f"id={document.pk}",
    )
    yield Thing("uploaded picture", {"wagtailimages/uploaded_file_id": world.picture_upload.pk})
    yield Thing("uploaded document", {"wagtaildocs/uploaded_file_id": world.document_upload.pk})
    yield Thing("comment", {"public_id": world.comment.public_id})
    yield Thing("topic", {"public_id": world.topic.comment.public_id})
    yield Thing("waiting topic", {"public_id": world.waiting_topic.comment.public_id})
    yield Thing("watched word", {"word_id": world.watched_word.pk})
    yield Thing("refused comment", {"public_id": world.refused_comment.public_id})
    yield Thing("resident", {"resident_id": world.resident.pk})
    yield Thing("conversation", {"conversation_id": world.conversation.pk})
    yield Thing("opening", {"opening_id": world.opening.pk})
    yield Thing("help", {"contact_id": world.help.pk})
    yield Thing("place", {"office_id": world.place.pk})
    yield Thing(
        "standard",
        {
            **dict.fromkeys(("standards/pk", "standard_id", "object_id"), world.standard.pk),
            ("app_label", "model_name"): [("services", "servicestandard")],
        },
        f"id={world.standard.pk}",
    )
    yield Thing(
        "editing session",
        {
            "session_id": world.session.pk,
            "object_id": world.draft.pk,
            ("app_label", "model_name"): [("news", "newsarticlepage")],
        },
    )
    yield Thing(
        "collection",
        {"wagtailadmin_collections/pk": access.collection_id, "collection_id": access.collection_id},
    )
    yield Thing("group", {"wagtailusers_groups/pk": access.cadres_group_id})
    yield Thing("invitation", {"invitation_id": world.invitation.pk})
    yield Thing("message", {"notification_id": world.message.pk})
    yield Thing("site", {"wagtailsites/pk": Site.objects.get().pk})
    yield Thing("old address", {"year": 2023, "month": 5, "day": 7, "slug": "lama", "number": 77})
    yield Thing("redirect", {"redirect_id": Redirect.objects.get().pk})
    cadre = world.insiders["cadre"]
    yield Thing(
        "person",
        {
            "wagtailusers_users/pk": cadre.pk,
            "membership_id": world.cadre_membership.pk,
            "mfa_remove_webauthn/pk": cadre.authenticator_set.get().pk,
            "mfa_edit_webauthn/pk": cadre.authenticator_set.get().pk,
            "uidb36": int_to_base36(cadre.pk),
            "key": "set-password",
            "uidb64": urlsafe_base64_encode(str(cadre.pk).encode()),
            "token": "set-password",
            ("app_label", "model_name"): [("people", "user")],
            "action": ["assign_role", "set_active_state", "delete"],
        },
        f"id={cadre.pk}",
    )
    task = VillageReviewTask.objects.get()
    workflow = Workflow.objects.get(workflow_tasks__task=task)
    yield Thing(
        "workflow",
        {
            **{
                f"wagtailadmin_workflows:{name}/pk": workflow.pk
                for name in ("edit", "enable", "disable", "usage")
            },
            "wagtailadmin_workflows/pk": task.pk,
            "workflow_pk": workflow.pk,
            "task_id": task.pk,
            "page_pk": world.village.pk,
            ("app_label", "model_name"): [("editorial", "villagereviewtask")],
        },
    )


def own_things(world: World) -> Iterator[Thing]:
    """What the people of the first village may open: the second must not show there either."""
    for name in ("own_page", "own_draft", "own_index"):
        page = getattr(world, name)
        yield Thing(f"page: {name}", page_values(page), f"id={page.pk}")
    yield Thing("regency", page_values(world.village.get_parent()))
    yield Thing("root", {"parent_page_id": Page.get_first_root_node().pk})
    yield Thing(
        "picture: own",
        {
            "image_id": world.own_image.pk,
            "wagtailimages_chooser/pk": world.own_image.pk,
            "filter_spec": "width-320",
            ("app_name", "model_name"): [("core", "customimage")],
            ("app_label", "model_name"): [("core", "customimage")],
            "action": ["add_to_collection", "delete"],
        },
        f"id={world.own_image.pk}",
    )
    yield Thing(
        "document: own",
        {"document_id": world.own_document.pk, "wagtaildocs_chooser/pk": world.own_document.pk},
        f"id={world.own_document.pk}",
    )
    yield Thing(
        "own place",
        {
            "office_id": Office.objects.get(village=world.own, is_main=True).pk,
            **dict.fromkeys(("special_hours/village_id", "office_new/village_id"), world.own.pk),
        },
    )
    yield Thing("own membership", {"membership_id": world.people["contributor"].memberships.get().pk})
