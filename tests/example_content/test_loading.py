"""What `load_example_content` makes: everything marked, in every state, once."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex, Revision, TaskState, WorkflowState

from comments.enums import CommentKind, CommentState
from comments.models import ResidentComment, Thread
from core.models import CustomImage
from core.renditions import ALL_SIZES
from editorial.content_checks import problems_of
from editorial.models import VillageReviewTask
from example_content.accounts import accounts_file
from example_content.loading import load_example_content
from example_content.management.commands import load_example_content as command
from inclusion.models import InclusionNoticePage
from news.models import NewsArticlePage
from offices.enums import Week
from offices.models import Office, OfficeHours, SpecialHours
from people.models import User
from services.facts import facts_of
from services.models import ServiceIndexPage, ServicePage, ServiceStandard
from village_pages.models import InformationPage, RegencyHomePage, VillagePage
from village_pages.opening import open_village

# The village with everything and with many news, one with a service of its own, one that differs.
VILLAGES = """code,name,kind,district
15.07.01.2011,Lambur I,desa,Muara Sabak Timur
15.07.01.2016,Sungai Ular,desa,Muara Sabak Timur
15.07.02.2004,Simpang Datuk,desa,Nipah Panjang
"""
FULL, ORDINARY, DIFFERING = "15.07.01.2011", "15.07.01.2016", "15.07.02.2004"
CONTENT = (NewsArticlePage, ServicePage, InclusionNoticePage, InformationPage)

# Loaded once for all tests of this file, so they stay on one worker.
pytestmark = [pytest.mark.xdist_group("example_content"), pytest.mark.usefixtures("loaded", "db")]


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """Where the example villages' list, media and data stand during these tests."""
    folder = tmp_path_factory.mktemp("example")
    (folder / "villages.csv").write_text(VILLAGES)
    return folder


@pytest.fixture(scope="module")
def loaded(places, django_db_setup, django_db_blocker):
    """Two villages with their example content, taken back after the last test of this file."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=places / "media", DATA_DIR=places),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(command, "EXAMPLE_LIST", places / "villages.csv")
        call_command("load_example_content", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _same_places(loaded, places, settings):
    settings.MEDIA_ROOT = places / "media"
    settings.DATA_DIR = places


def village(code):
    return VillagePage.objects.get(code=code)


def state_of_everything():
    return {
        "pages": list(Page.objects.order_by("pk").values_list("pk", "title", "live", "latest_revision_id")),
        "revisions": Revision.objects.count(),
        "comments": list(ResidentComment.objects.order_by("pk").values_list("pk", "state", "version")),
        "images": CustomImage.objects.count(),
        "standards": list(ServiceStandard.objects.order_by("pk").values_list("pk", "latest_revision_id")),
        "offices": list(Office.objects.order_by("pk").values_list("pk", "checked_at")),
        "special": SpecialHours.objects.count(),
        "users": list(User.objects.order_by("pk").values_list("username", "password")),
        "memberships": sum(user.memberships.count() for user in User.objects.all()),
        "accounts": accounts_file().read_bytes(),
    }


def test_a_second_run_changes_nothing():
    before = state_of_everything()

    call_command("load_example_content", verbosity=0)

    assert state_of_everything() == before


def test_a_second_run_brings_back_nothing_that_people_deleted():
    page = NewsArticlePage.objects.live().descendant_of(village(FULL)).first()
    slug = page.slug
    page.delete()

    call_command("load_example_content", verbosity=0)

    assert not NewsArticlePage.objects.descendant_of(village(FULL)).filter(slug=slug).exists()


def test_every_page_is_marked_as_example():
    for model in CONTENT:
        pages = model.objects.all()
        assert pages.exists()
        assert [page.slug for page in pages if not page.is_example or "Contoh" not in page.title] == []
    assert all(page.is_example and "Contoh" in page.profile for page in VillagePage.objects.all())
    assert RegencyHomePage.objects.get().is_example


@pytest.mark.parametrize("model", [RegencyHomePage, VillagePage, *CONTENT])
def test_readers_are_told_on_the_page_that_it_is_an_example(model, client):
    page = model.objects.live().first()

    response = client.get(page.get_url())

    assert response.status_code == 200
    assert 'class="example"' in response.content.decode()


def test_every_page_and_every_row_keeps_the_rules_of_its_form():
    for model in (*CONTENT, VillagePage, ServiceStandard, Office, SpecialHours):
        for page in model.objects.all():
            page.full_clean()
            for relation in get_all_child_relations(model):
                for row in getattr(page, relation.get_accessor_name()).all():
                    row.full_clean()


def test_the_full_village_shows_every_service_every_notice_and_several_pages_of_news():
    here = village(FULL)

    assert ServicePage.objects.live().descendant_of(here).count() == 16
    assert InclusionNoticePage.objects.descendant_of(here).count() == 11
    assert NewsArticlePage.objects.live().descendant_of(here).count() > 25


def test_an_ordinary_village_has_enough_of_each():
    here = village(ORDINARY)

    assert 3 <= NewsArticlePage.objects.live().descendant_of(here).count() <= 8
    assert 6 <= ServicePage.objects.live().descendant_of(here).exclude(standard=None).count() <= 8
    assert 3 <= InclusionNoticePage.objects.live().descendant_of(here).count() <= 4
    assert InformationPage.objects.live().child_of(here).count() == 4
    office = here.offices.get(is_main=True)
    assert office.hours.count() == 5
    assert office.contacts.exists()
    assert office.checked_at
    assert here.picture.renditions.count() == len(ALL_SIZES)


def test_sixteen_standards_are_the_regencys_and_say_that_they_are_examples():
    standards = ServiceStandard.objects.all()

    assert standards.count() == 16
    assert all(one.is_example and "Contoh" in one.title and one.also_called for one in standards)
    assert {one.latest_revision.user.username for one in standards} == {"dinas-pmd"}
    offices = {name for one in standards for name in one.other_offices.values_list("office__name", flat=True)}
    assert {"Disdukcapil (contoh)", "KUA Kecamatan Nipah Panjang (contoh)"} <= offices


def test_pages_leave_to_the_regency_what_it_says():
    for page in ServicePage.objects.exclude(standard=None):
        sheet = facts_of(page)
        assert not page.summary
        assert sheet.summary == page.standard.summary
        assert sheet.requirements
        assert sheet.steps


def test_where_a_village_differs_its_words_and_the_reason_stand_on_the_page(client):
    page = ServicePage.objects.descendant_of(village(DIFFERING)).get(slug="surat-keterangan-usaha")

    (difference,) = facts_of(page).differences
    assert len(facts_of(page).requirements) == page.standard.requirements.count() + 1
    shown = client.get(page.get_url()).content.decode()
    assert difference.reason in shown
    assert "Surat sewa atau izin pemilik tempat usaha" in shown


def test_one_village_offers_what_no_standard_describes():
    (page,) = ServicePage.objects.filter(standard=None)

    assert page.get_ancestors().filter(pk=village(ORDINARY).pk).exists()
    assert page.summary
    assert page.requirements.exists()


def test_a_posyandu_opens_once_a_month_and_the_digital_room_each_week():
    page = ServicePage.objects.descendant_of(village(FULL)).get(slug="posyandu")
    hours = OfficeHours.objects.filter(office__services__page=page)
    assert {row.week for row in hours} == {Week.SECOND}
    assert page.offices.count() == 2
    for here in VillagePage.objects.all():
        room = here.offices.get(name__startswith="Ruang Komunitas")
        assert room.hours.filter(week=Week.EVERY).count() == 6


def test_a_holiday_and_a_closing_lie_ahead():
    holiday = SpecialHours.objects.get(village=None)
    closing = SpecialHours.objects.get(village=village(FULL))

    assert (holiday.first_day.month, holiday.first_day.day) == (12, 25)
    assert closing.office.is_main
    assert min(holiday.first_day, closing.first_day) >= timezone.localdate()
    assert holiday.is_closed
    assert closing.is_closed


def test_two_services_have_questions_with_their_answers(client):
    pages = [page for page in ServicePage.objects.descendant_of(village(FULL)) if page.questions.exists()]

    assert len(pages) == 2
    for page in pages:
        assert page.questions.first().answer in client.get(page.get_url()).content.decode()


def test_news_come_in_every_state():
    news = NewsArticlePage.objects.descendant_of(village(FULL))
    states = WorkflowState.objects.filter(object_id__in=[str(pk) for pk in news.values_list("pk", flat=True)])

    assert news.filter(live=True, has_unpublished_changes=True).exists()
    assert news.filter(live=False, first_published_at__isnull=True, go_live_at__isnull=True).exists()
    assert news.filter(live=False, first_published_at__isnull=False).exists()
    assert news.filter(live=False, go_live_at__gt=timezone.now()).exists()
    assert states.filter(status=WorkflowState.STATUS_IN_PROGRESS).count() == 2
    sent_back = TaskState.objects.get(
        workflow_state__in=states, workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES
    )
    assert sent_back.comment


def test_notices_hold_now_are_over_and_are_to_come():
    notices = InclusionNoticePage.objects.descendant_of(village(FULL))

    assert any(notice.is_over for notice in notices)
    assert any(notice.is_upcoming for notice in notices)
    assert InclusionNoticePage.objects.valid_now(village(FULL)).exists()


def test_live_pages_have_the_revision_and_the_times_of_a_published_page():
    for page in NewsArticlePage.objects.live():
        assert page.live_revision_id
        assert page.first_published_at <= timezone.now()
        assert page.live_revision.content["title"] == page.title
        assert page.has_unpublished_changes == (page.live_revision_id != page.latest_revision_id)


def test_a_published_article_can_be_edited_and_published_again():
    page = NewsArticlePage.objects.live().filter(has_unpublished_changes=False).first()
    page = page.get_latest_revision_as_object()
    page.summary = "Ringkasan baru"

    page.save_revision().publish()

    page = NewsArticlePage.objects.get(pk=page.pk)
    assert page.summary == "Ringkasan baru"
    assert page.live


def test_search_finds_live_articles_and_pictures_know_where_they_are_used():
    article = NewsArticlePage.objects.live().descendant_of(village(FULL)).get(slug__startswith="bibit-bakau")

    assert article in NewsArticlePage.objects.live().search("bakau")
    assert ReferenceIndex.get_references_to(article.lead_image).filter(object_id=str(article.pk)).exists()


def test_later_changes_still_reach_the_search():
    page = NewsArticlePage.objects.live().filter(has_unpublished_changes=False).first()
    page.title = "Contoh: zirkonium"
    page.save_revision().publish()

    assert [found.pk for found in NewsArticlePage.objects.live().search("zirkonium")] == [page.pk]


def test_links_in_articles_lead_to_pages_of_the_same_village():
    here = village(FULL)
    inside = set(here.get_descendants().values_list("pk", flat=True))
    linked = {
        int(pk)
        for article in NewsArticlePage.objects.descendant_of(here)
        for pk in ReferenceIndex.get_references_for_object(article)
        .filter(to_content_type__model__in=["page"])
        .values_list("to_object_id", flat=True)
    }

    assert len(linked) > 3
    assert linked <= inside


def test_no_example_page_has_a_problem():
    """What villages copy from must be as the checks of content want it, with nothing excepted."""
    found = {
        (page.title, problem.code, problem.in_words())
        for page in Page.objects.filter(depth__gt=1).specific()
        for version in (page, page.get_latest_revision_as_object())
        for problem in problems_of(version)
    }
    assert found == set()


def test_every_picture_in_a_body_is_there_and_has_its_alternative_text():
    kinds = set()
    for page in [*NewsArticlePage.objects.all(), *InformationPage.objects.all()]:
        for block in page.body:
            kinds.add(block.block_type)
            pictures = block.value["pictures"] if block.block_type == "gallery" else [block.value]
            if block.block_type in ("picture", "gallery"):
                assert all(picture["image"] and picture["image"].contextual_alt_text for picture in pictures)

    assert kinds == {"heading", "paragraph", "picture", "gallery", "quote", "document", "table", "callout"}
    assert all(page.lead_image and page.lead_image_alt for page in NewsArticlePage.objects.all())


def test_pictures_are_in_their_villages_own_collection():
    for here in VillagePage.objects.all():
        pictures = CustomImage.objects.filter(collection=here.access.collection)
        assert pictures.exists()
        assert all(picture.description and picture.file_size < 120_000 for picture in pictures)


def test_comments_come_in_every_state_and_official_answers_are_the_cadres():
    comments = ResidentComment.objects.filter(village=village(FULL))

    assert set(comments.values_list("state", flat=True)) == {
        CommentState.PUBLISHED,
        CommentState.PENDING,
        CommentState.REJECTED,
        CommentState.SPAM,
        CommentState.HIDDEN,
    }
    answers = comments.filter(kind=CommentKind.OFFICIAL)
    assert answers.exists()
    assert all(answer.author.username == "kader-lambur-i" for answer in answers)
    assert all(comment.created_at <= timezone.now() for comment in comments)


def test_counts_of_threads_are_right_and_one_thread_has_a_second_page():
    counts = [
        (thread.n_published, thread.resident_comments.filter(state=CommentState.PUBLISHED).count())
        for thread in Thread.objects.all()
    ]

    assert all(stored == real for stored, real in counts)
    assert max(counts)[0] > 20


def test_the_example_cadre_finds_pages_to_review_only_in_the_own_village():
    cadre = User.objects.get(username="kader-lambur-i")

    waiting = VillageReviewTask.objects.get().get_task_states_user_can_moderate(cadre)

    assert waiting.count() >= 2
    path = village(FULL).path
    pages = Page.objects.filter(pk__in=[int(state.workflow_state.object_id) for state in waiting])
    assert all(page.path.startswith(path) for page in pages)


def test_on_the_real_site_the_command_refuses(settings):
    settings.EXAMPLE_ACCOUNTS_ALLOWED = False
    before = state_of_everything()

    with pytest.raises(CommandError, match="contoh"):
        call_command("load_example_content", verbosity=0)

    assert state_of_everything() == before


def test_a_page_that_people_made_keeps_its_address():
    home = RegencyHomePage.objects.get()
    village_page, _created = open_village(code="15.07.99.2001", name="Uji", district="Sadu", home=home)
    index = ServiceIndexPage.objects.child_of(village_page).get()
    own = index.add_child(instance=ServicePage(title="KTP", slug="ktp-elektronik", summary="Milik desa"))

    load_example_content([*VillagePage.objects.filter(is_example=True), village_page])

    own.refresh_from_db()
    assert own.summary == "Milik desa"
    assert not own.is_example
    assert ServicePage.objects.child_of(index).filter(slug="ktp-elektronik-contoh").exists()
