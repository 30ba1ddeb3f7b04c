"""A cadre of one village gets nothing of another's that is not public, through any screen of the admin.

Every address is first shown to hold the secret for the village's own cadre: a refusal of a screen that
shows nothing to anybody proves nothing.
"""

from collections.abc import Iterator
from itertools import chain, product

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from wagtail.models import Revision, WorkflowState

from comments.enums import CommentState
from core.models import CustomDocument, CustomImage
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from tests.factories.comments import ResidentCommentFactory
from tests.factories.core import CustomDocumentFactory, CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.models import VillagePage

pytestmark = pytest.mark.django_db

# Words of the first village that no other page of the admin says.
DRAFT, NEWS, PICTURE, FILE = "Xyzzydraf", "Xyzzybaru", "Xyzzygambar", "Xyzzyberkas"
SECRETS = (DRAFT, NEWS, PICTURE, FILE)


@pytest.fixture
def village() -> VillagePage:
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def neighbour() -> VillagePage:
    return VillageFactory(code="15.07.09.2006", title="Sungai Beras")


@pytest.fixture
def own(village) -> User:
    return member(Role.CADRE, village)


@pytest.fixture
def foreign(neighbour) -> User:
    return member(Role.CADRE, neighbour)


@pytest.fixture
def addresses(village, own) -> dict[str, str]:
    """Every screen that could show a draft, newer words of a live page, a picture or a document."""
    author = member(Role.CONTRIBUTOR, village)
    draft = NewsArticlePageFactory(village=village, owner=author, live=False, title=f"Panen {DRAFT}")
    draft.save_revision(user=author)
    draft.get_workflow().start(draft, author)
    live = NewsArticlePageFactory(village=village, title="Gotong royong")
    live.title = f"Gotong royong {NEWS}"
    live.save_revision(user=own)
    image = CustomImageFactory(village=village, title=f"Foto {PICTURE}")
    document = CustomDocumentFactory(village=village, title=f"Surat {FILE}")
    index = NewsIndexPage.objects.child_of(village).get()
    newest = Revision.objects.for_instance(live).latest("pk")
    states = WorkflowState.objects.for_instance(draft)

    def at(name: str, *args, query: str = "") -> str:
        return reverse(name, args=args) + (f"?{query}" if query else "")

    pages = {
        f"{name} of a draft": at(f"wagtailadmin_pages:{name}", draft.pk)
        for name in ("edit", "view_draft", "history", "workflow_history", "usage", "copy", "delete", "move")
    }
    return pages | {
        "edit of a live page": at("wagtailadmin_pages:edit", live.pk),
        "unpublish of a live page": at("wagtailadmin_pages:unpublish", live.pk),
        "a revision": at("wagtailadmin_pages:revisions_view", live.pk, newest.pk),
        "reverting to a revision": at("wagtailadmin_pages:revisions_revert", live.pk, newest.pk),
        "comparing revisions": at("wagtailadmin_pages:revisions_compare", live.pk, "live", "latest"),
        "preview for the task": at(
            "wagtailadmin_pages:workflow_preview", draft.pk, states.get().current_task_state.task_id
        ),
        "detail of a review": at("wagtailadmin_pages:workflow_history_detail", draft.pk, states.get().pk),
        "history, part": at("wagtailadmin_pages:history_results", draft.pk),
        "explorer": at("wagtailadmin_explore", index.pk),
        "explorer, part": at("wagtailadmin_explore_results", index.pk),
        "explorer, search": at("wagtailadmin_explore", index.pk, query="q=panen"),
        "search of pages": at("wagtailadmin_pages:search", query="q=panen"),
        "search of pages, part": at("wagtailadmin_pages:search_results", query="q=panen"),
        "page chooser": at("wagtailadmin_choose_page_child", index.pk),
        "page chooser, search": at("wagtailadmin_choose_page_search", query="q=panen"),
        "page chooser, search for a live page": at("wagtailadmin_choose_page_search", query="q=gotong"),
        "chosen pages": at("wagtailadmin_choose_page_chosen_multiple", query=f"id={draft.pk}"),
        "chosen live pages": at("wagtailadmin_choose_page_chosen_multiple", query=f"id={live.pk}"),
        "bulk publishing": at(
            "wagtail_bulk_action", "wagtailcore", "page", "publish", query=f"id={draft.pk}"
        ),
        "bulk deleting": at("wagtail_bulk_action", "wagtailcore", "page", "delete", query=f"id={live.pk}"),
        "type usage": at("wagtailadmin_pages:type_use", "news", "newsarticlepage"),
        "desk": at("wagtailadmin_home"),
        "report of reviews": at("wagtailadmin_reports:workflow"),
        "report of review tasks": at("wagtailadmin_reports:workflow_tasks"),
        "report of reviews, table": at("wagtailadmin_reports:workflow", query="export=csv"),
        "report of ageing pages": at("wagtailadmin_reports:aging_pages"),
        "report of all changes": at("wagtailadmin_reports:site_history"),
        "API, pages": at("wagtailadmin_api:pages:listing", query=f"for_explorer=1&child_of={index.pk}"),
        "API, a page": at("wagtailadmin_api:pages:detail", draft.pk),
        "API, pictures": at("wagtailadmin_api:images:listing"),
        "API, a picture": at("wagtailadmin_api:images:detail", image.pk),
        "API, documents": at("wagtailadmin_api:documents:listing"),
        "API, a document": at("wagtailadmin_api:documents:detail", document.pk),
        "pictures": at("wagtailimages:index"),
        "pictures, search": at("wagtailimages:index", query="q=foto"),
        "pictures, part": at("wagtailimages:index_results"),
        "edit of a picture": at("wagtailimages:edit", image.pk),
        "delete of a picture": at("wagtailimages:delete", image.pk),
        "usage of a picture": at("wagtailimages:image_usage", image.pk),
        "picture chooser": at("wagtailimages_chooser:choose"),
        "picture chooser, search": at("wagtailimages_chooser:choose_results", query="q=foto"),
        "a chosen picture": at("wagtailimages_chooser:chosen", image.pk),
        "chosen pictures": at("wagtailimages_chooser:chosen_multiple", query=f"id={image.pk}"),
        "format of a picture": at("wagtailimages_chooser:select_format", image.pk),
        "bulk tagging of pictures": at(
            "wagtail_bulk_action", "core", "customimage", "add_tags", query=f"id={image.pk}"
        ),
        "bulk tagging of all pictures": at(
            "wagtail_bulk_action", "core", "customimage", "add_tags", query="id=all"
        ),
        "bulk publishing of all": at("wagtail_bulk_action", "wagtailcore", "page", "publish", query="id=all"),
        "bulk publishing of all below": at(
            "wagtail_bulk_action", "wagtailcore", "page", "publish", query=f"id=all&childOf={index.pk}"
        ),
        "documents": at("wagtaildocs:index"),
        "documents, search": at("wagtaildocs:index", query="q=surat"),
        "edit of a document": at("wagtaildocs:edit", document.pk),
        "delete of a document": at("wagtaildocs:delete", document.pk),
        "usage of a document": at("wagtaildocs:document_usage", document.pk),
        "document chooser": at("wagtaildocs_chooser:choose"),
        "document chooser, search": at("wagtaildocs_chooser:choose_results", query="q=surat"),
        "a chosen document": at("wagtaildocs_chooser:chosen", document.pk),
        "chosen documents": at("wagtaildocs_chooser:chosen_multiple", query=f"id={document.pk}"),
        "bulk moving of documents": at(
            "wagtail_bulk_action", "core", "customdocument", "add_to_collection", query=f"id={document.pk}"
        ),
    }


# Screens that show nothing of these even to the village's own cadre: nothing to compare with, only to refuse.
SHOWN_TO_NOBODY = {
    "report of ageing pages",  # only pages published long ago
    "preview for the task",
    "history, part",  # who and when, no title
    "format of a picture",  # the picture itself, no title
    "API, pictures",
    "API, documents",
    "bulk tagging of all pictures",
    "bulk publishing of all",
    # Closed to all but administrators.
    "report of reviews",
    "report of review tasks",
    "report of reviews, table",
    "report of all changes",
}


def secrets_at(user: User, address: str) -> set[str]:
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(address, follow=True)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {word for word in SECRETS if word in text.decode()}


def test_no_screen_of_the_admin_shows_anything_of_another_village(addresses, own, foreign):
    shows_nothing = {name for name, address in addresses.items() if not secrets_at(own, address)}
    assert shows_nothing <= SHOWN_TO_NOBODY
    leaks = {name: found for name, address in addresses.items() if (found := secrets_at(foreign, address))}
    assert not leaks, leaks


def admin_screens(
    resolver: URLResolver, namespace: str = "", parts: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """Name, with namespaces, of every screen below ``resolver``, and the names of its address parts."""
    for entry in resolver.url_patterns:
        named = parts | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from admin_screens(entry, inner, named)
        elif entry.name:
            yield f"{namespace}{entry.name}", named


# Raises an error for administrators to see how errors look.
NO_SCREEN = {"wagtailadmin_error_test"}


def test_no_screen_that_the_admin_has_shows_anything_of_another_village(village, addresses, own, foreign):
    """Every named address, whatever a later Wagtail adds, filled with the keys of the first village's own."""
    draft = NewsArticlePage.objects.get(title__contains=DRAFT)
    image, document = CustomImage.objects.get(), CustomDocument.objects.get()
    CustomDocument.objects.filter(pk=document.pk).update(uploaded_by_user=own)
    state = WorkflowState.objects.for_instance(draft).get()
    revision = draft.latest_revision
    comment = ResidentCommentFactory(
        thread__page=NewsArticlePage.objects.get(live=True), body=DRAFT, state=CommentState.PENDING
    )
    values: dict[str, list] = {
        "page_id": [draft.pk],
        "page_to_move_id": [draft.pk],
        "parent_page_id": [draft.get_parent().pk],
        "page_pk": [draft.pk],
        "destination_id": [draft.get_parent().pk],
        "destination_page_id": [draft.get_parent().pk],
        "image_id": [image.pk],
        "document_id": [document.pk],
        "doc_id": [document.pk],
        "uploaded_file_id": [1],
        "revision_id": [revision.pk],
        "revision_id_a": ["live"],
        "revision_id_b": [revision.pk],
        "workflow_state_id": [state.pk],
        "task_state_id": [state.current_task_state_id],
        "task_id": [state.current_task_state.task_id],
        "workflow_id": [state.workflow_id],
        "workflow_pk": [state.workflow_id],
        "action_name": ["approve"],
        "action": ["delete", "publish", "add_tags"],
        "filter_spec": ["width-320"],
        "filename": [document.filename],
        "key": ["key"],
        "pk": [draft.pk, image.pk, document.pk, own.pk, village.access.collection_id],
        "object_id": [draft.pk, image.pk],
        "collection_id": [village.access.collection_id],
        "group_id": [village.access.cadres_group_id],
        "user_id": [own.pk],
        "id": [1],
        "redirect_id": [1],
        "session_id": [1],
        "uidb64": ["1"],
        "token": ["1-1"],
        "public_id": [comment.public_id],
    }
    kinds = [
        ("news", "newsarticlepage"),
        ("wagtailcore", "page"),
        ("core", "customimage"),
        ("core", "customdocument"),
    ]
    paired = (
        ("app_label", "model_name"),
        ("app_name", "model_name"),
        ("content_type_app_name", "content_type_model_name"),
    )
    screens = [
        (name, parts)
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "admin/"
        for name, parts in admin_screens(resolver)
        if name not in NO_SCREEN
    ]
    assert len(screens) > 150
    unknown = {part for _name, parts in screens for part in parts} - {*values, *chain(*paired)}
    assert not unknown, f"what stands for {unknown}?"
    walked, leaks = 0, {}
    for name, parts in screens:
        pair = next((names for names in paired if set(names) <= parts), ())
        rest = sorted(parts - set(pair))
        for kind in kinds if pair else [()]:
            for filled in product(*(values[part] for part in rest)):
                kwargs = dict(zip((*rest, *pair), (*filled, *kind), strict=True))
                try:
                    at = reverse(name, kwargs=kwargs)
                except NoReverseMatch:
                    continue
                walked += 1
                found = secrets_at(foreign, at)
                if not rest or pair:
                    # Bulk actions and choosers take the key from the query, searches a word.
                    found |= secrets_at(foreign, f"{at}?id={draft.pk}&id={image.pk}&q=panen")
                if found:
                    leaks[at] = found
    assert walked > len(screens) * 0.9
    assert not leaks, leaks


def test_nothing_of_another_village_can_be_written_through_ones_own_addresses(
    village, neighbour, addresses, foreign
):
    """A revision, review or picture of the first village named in an address of the second's own page."""
    theirs = NewsArticlePage.objects.child_of(NewsIndexPage.objects.child_of(village).get()).first()
    mine = NewsArticlePageFactory(village=neighbour, live=False)
    revision = theirs.get_latest_revision()
    for name, args in (
        ("revisions_view", [mine.pk, revision.pk]),
        ("revisions_revert", [mine.pk, revision.pk]),
        ("revisions_compare", [mine.pk, revision.pk, "latest"]),
        ("workflow_history_detail", [mine.pk, WorkflowState.objects.for_instance(theirs).get().pk]),
    ):
        assert secrets_at(foreign, reverse(f"wagtailadmin_pages:{name}", args=args)) == set(), name


def test_reports_are_closed_to_all_but_administrators_wherever_the_site_is_mounted(foreign):
    report = reverse("wagtailadmin_reports:page_types_usage")
    for user in (foreign, member(Role.OFFICER), member(Role.ADMINISTRATOR)):
        client = Client()
        client.force_login(user)
        for mounted in ("", "/desa-cerdas"):
            answer = client.get(report, SCRIPT_NAME=mounted)
            assert answer.status_code == (200 if user.is_superuser else 404), (user, mounted)


def test_the_officer_finds_every_village_and_writes_in_none(village, addresses, client):
    officer = member(Role.OFFICER)
    assert secrets_at(officer, addresses["explorer"])
    page = NewsArticlePage.objects.get(title__contains=DRAFT)
    client.force_login(officer)
    for name in ("edit", "delete", "move"):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code in (302, 403)


def test_visitors_are_led_to_sign_in(addresses, client):
    for name, address in addresses.items():
        answer = client.get(address)
        assert answer.status_code in (302, 401, 403, 404), name
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/akun/"), name


def test_somebody_without_any_role_enters_no_screen_and_is_not_sent_in_circles(addresses):
    nobody = UserFactory()
    assert {name for name, address in addresses.items() if secrets_at(nobody, address)} == set()


def test_a_foreign_cadre_cannot_write_into_the_village(village, addresses, foreign, client):
    index = NewsIndexPage.objects.child_of(village).get()
    page = NewsArticlePage.objects.get(title__contains=DRAFT)
    client.force_login(foreign)
    before = NewsArticlePage.objects.count(), Revision.objects.count(), VillagePage.objects.count()
    for name, args in (
        ("add", ["news", "newsarticlepage", index.pk]),
        ("preview_on_add", ["news", "newsarticlepage", index.pk]),
        ("edit", [page.pk]),
        ("preview_on_edit", [page.pk]),
        ("delete", [page.pk]),
        ("lock", [page.pk]),
        ("unpublish", [page.pk]),
        ("set_privacy", [page.pk]),
    ):
        answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=args), {"title": "Milik kami"})
        assert answer.status_code in (302, 403, 404), name
    assert (NewsArticlePage.objects.count(), Revision.objects.count(), VillagePage.objects.count()) == before
    page.refresh_from_db()
    assert not page.locked
