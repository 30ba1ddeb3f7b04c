"""Who may approve whose words, told as stories: by kind of page, by who is there, and by what was set."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from editorial import rules
from editorial.enums import Approvers, SecondReader
from editorial.kinds import PROFILE, all_kinds, kind_of
from editorial.models import ReviewRule
from inclusion.models import InclusionNoticePage
from news.models import NewsArticlePage, NewsIndexPage
from offices.reading import ensure_main_office
from people.models import User
from services.models import ServiceOffice, ServicePage, ServiceRequirement, ServiceStep
from tests.editorial.forms import article_form
from tests.editorial.ways_to_publish import edit_url, fresh, index_of, newest, sent, state_of
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.offices import OfficeFactory, contact, fill_office, weekly
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory, member
from village_pages.enums import Role
from village_pages.publishing import PublishRefusedError
from village_pages.rights import dismiss, pause

pytestmark = pytest.mark.django_db

NEWS, SERVICE, NOTICE = (model.review_kind for model in (NewsArticlePage, ServicePage, InclusionNoticePage))


@pytest.fixture
def ambassador(village):
    return member(Role.AMBASSADOR, village, username="duta", display_name="Bu Nurul")


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def why_not(user, page) -> str:
    page = page.get_latest_revision_as_object()
    return rules.refusal(again(user), page, page.get_latest_revision())


def written(factory, village, author, **fields):
    return factory(village=village, owner=author, live=False, **fields)


# --- The author's own words -------------------------------------------------------------------------------


def test_the_only_cadre_publishes_her_own_news_and_no_more_once_somebody_else_may_read(village, cadre):
    page = written(NewsArticlePageFactory, village, cadre)
    assert why_not(cadre, page) == ""
    second = member(Role.CADRE, village, display_name="Bu Ani")
    assert "perlu pembaca kedua: Bu Ani" in why_not(cadre, page)
    assert why_not(second, page) == "", "it is not her own"
    pause(second.memberships.get())
    assert why_not(cadre, page) == "", "who is paused reads nothing"


def test_the_only_cadres_page_goes_to_the_ambassador(client, village, cadre, ambassador):
    page = written(NewsArticlePageFactory, village, cadre)
    client.force_login(again(cadre))
    shown = client.get(edit_url(page)).content.decode()
    assert "Kirim untuk diperiksa" in shown
    assert "action-publish" not in shown
    words = sent(client, edit_url(page), article_form(page, **{"action-submit": "1"}))
    assert "Akan diperiksa oleh: Bu Nurul." in words
    assert rules.second_readers(fresh(page)) == [ambassador]
    state = state_of(page)
    with pytest.raises(PublishRefusedError, match="Bu Nurul"):
        state.task.specific.on_action(state, again(cadre), "approve")
    assert fresh(page).workflow_in_progress, "and nothing is half decided"
    state.task.specific.on_action(state, again(ambassador), "approve")
    assert fresh(page).live


def test_the_officer_lets_an_only_cadre_publish_news_at_once(client, village, cadre, ambassador):
    ReviewRule.objects.create(kind="news", second_reader=SecondReader.UNLESS_ONLY_CADRE)
    page = written(NewsArticlePageFactory, village, cadre)
    assert why_not(cadre, page) == ""
    client.force_login(again(cadre))
    assert "action-publish" in client.get(edit_url(page)).content.decode()
    # An ambassador's own words still need the cadre's eyes, and so do hers once there are two cadres.
    assert "Siti Rahma" in why_not(ambassador, written(NewsArticlePageFactory, village, ambassador))
    member(Role.CADRE, village, display_name="Bu Ani")
    assert "Bu Ani" in why_not(cadre, page)


def test_the_last_editor_counts_as_author_also_who_mended_what_waited(
    village, contributor, cadre, ambassador
):
    page = written(NewsArticlePageFactory, village, contributor)
    page.get_workflow().start(page, contributor)
    assert why_not(cadre, page) == ""
    mended = fresh(page).get_latest_revision_as_object()
    mended.title = "Diperbaiki"
    mended.save_revision(user=cadre)
    assert "Bu Nurul" in why_not(cadre, fresh(page))
    assert why_not(ambassador, fresh(page)) == ""


def test_who_sends_in_counts_as_author_until_it_is_decided(village, contributor, cadre, ambassador):
    """Also while approving publishes it, when the step itself is already done."""
    page = written(NewsArticlePageFactory, village, contributor)
    page.get_workflow().start(page, cadre)
    assert "Bu Nurul" in why_not(cadre, page)
    state = state_of(page)
    for approve in (
        lambda: state.task.specific.on_action(state, again(cadre), "approve"),
        lambda: state_of(page).approve(user=again(cadre)),
    ):
        with pytest.raises(PublishRefusedError):
            approve()
        assert (fresh(page).live, fresh(page).workflow_in_progress) == (False, True)


def test_who_sends_in_again_counts_too(village, contributor, cadre, ambassador):
    page = written(NewsArticlePageFactory, village, contributor)
    page.get_workflow().start(page, contributor)
    state = state_of(page)
    state.task.specific.on_action(state, again(ambassador), "reject", comment="Kurang.", reason="missing")
    fresh(page).current_workflow_state.resume(user=again(cadre))
    assert "Bu Nurul" in why_not(cadre, fresh(page))


# --- By kind ----------------------------------------------------------------------------------------------


def test_an_inclusion_notice_always_needs_a_second_reader(client, village, cadre):
    page = written(InclusionNoticePageFactory, village, cadre)
    assert "belum punya orang lain" in why_not(cadre, page)
    ReviewRule.objects.create(kind="notice", second_reader=SecondReader.NEVER)
    assert why_not(cadre, page), "no rule goes below what the kind demands"
    ambassador = member(Role.AMBASSADOR, village, display_name="Bu Nurul")
    assert "Bu Nurul" in why_not(cadre, page)
    assert why_not(ambassador, page) == ""


def another_fee(service):
    service.fee_note = "Gratis sejak Juli"


def another_requirement(service):
    service.requirements = [ServiceRequirement(text="KTP")]


def another_place(service):
    service.offices = [ServiceOffice(office=OfficeFactory(village=service.village))]


def no_place_of_its_own(service):
    service.offices = []


def another_step(service):
    service.steps = [ServiceStep(text="Minta surat pengantar", place="Kantor camat")]


def online(service):
    service.online = "yes"


@pytest.mark.parametrize(
    "change", [another_fee, another_requirement, another_place, no_place_of_its_own, another_step, online]
)
def test_a_service_needs_one_when_its_facts_change_and_not_for_its_words(village, cadre, change):
    posyandu = ServiceOffice(office=OfficeFactory(village=village))
    page = ServicePageFactory(village=village, owner=cadre, rows={"offices": [posyandu]})
    draft = page.get_latest_revision_as_object()
    draft.summary = "Surat dari kantor desa, selesai hari itu juga."
    draft.save_revision(user=cadre)
    assert why_not(cadre, page) == ""
    change(draft)
    draft.save_revision(user=cadre)
    assert "pembaca kedua" in why_not(cadre, page)


def test_a_new_service_tells_facts_for_the_first_time(village, cadre):
    assert "pembaca kedua" in why_not(cadre, written(ServicePageFactory, village, cadre))


def test_the_villages_home_tells_no_facts_any_more(village, cadre, ambassador):
    """Hours, address and numbers are kept at the office, at once and without a second reader."""
    page = village.get_latest_revision_as_object()
    page.profile = "Desa di tepi sungai."
    page.save_revision(user=cadre)
    fill_office(ensure_main_office(village), address="Jalan Baru 1", hours=weekly(), contacts=[contact()])
    assert page.facts() == []
    assert why_not(cadre, page) == ""


def test_an_information_page_is_the_cadres_own(village, cadre, ambassador):
    page = written(InformationPageFactory, village, cadre)
    assert why_not(cadre, page) == ""


def test_a_list_page_of_a_section_is_a_profile_page(village):
    assert kind_of(village) == kind_of(NewsIndexPage.objects.child_of(village).get()) == PROFILE
    assert {kind.key for kind in all_kinds()} == {"news", "service", "notice", "profile"}


# --- What was set -----------------------------------------------------------------------------------------


def test_where_the_rule_says_so_only_an_ambassador_approves(village, contributor, cadre, ambassador):
    ReviewRule.objects.create(
        kind="news", second_reader=SecondReader.WHILE_POSSIBLE, approvers=Approvers.AMBASSADORS
    )
    page = written(NewsArticlePageFactory, village, contributor)
    assert "disetujui oleh duta digital" in why_not(cadre, page)
    assert why_not(ambassador, page) == ""
    assert rules.second_readers(page) == [ambassador]
    dismiss(ambassador.memberships.get())
    assert "belum punya orang lain" in why_not(cadre, page)


def test_a_village_asks_for_more_and_never_for_less_than_the_regency_allows(village, cadre):
    mine = ReviewRule.objects.create(
        kind="news", village=village, second_reader=SecondReader.NEVER, due_days=9, escalate_days=9
    )
    held = rules.rule_for(NEWS, village)
    assert (held.second_reader, held.due_days, held.escalate_days) == (SecondReader.WHILE_POSSIBLE, 3, 2)
    regency = ReviewRule.objects.create(
        kind="news", second_reader=SecondReader.WHILE_POSSIBLE, loosest=SecondReader.NEVER
    )
    assert rules.rule_for(NEWS, village).second_reader == SecondReader.NEVER
    assert rules.rule_for(NEWS).second_reader == SecondReader.WHILE_POSSIBLE
    mine.second_reader, mine.due_days = SecondReader.ALWAYS, 1
    mine.save()
    held = rules.rule_for(NEWS, village)
    assert (held.second_reader, held.due_days) == (SecondReader.ALWAYS, 1)
    regency.second_reader, regency.loosest = SecondReader.NEVER, ""
    regency.save()
    assert rules.rule_for(NEWS, village).second_reader == SecondReader.ALWAYS
    assert rules.rule_for(SERVICE, village).second_reader == SecondReader.FACTS
    assert rules.rule_for(NOTICE, village).second_reader == SecondReader.ALWAYS


# --- The form ---------------------------------------------------------------------------------------------


def test_the_form_of_a_new_page_offers_what_the_rules_allow(client, village, cadre):
    index = index_of(written(NewsArticlePageFactory, village, cadre))
    at = reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index.pk])
    client.force_login(again(cadre))
    assert "action-publish" in client.get(at).content.decode()
    member(Role.AMBASSADOR, village)
    shown = client.get(at).content.decode()
    assert "action-publish" not in shown
    assert "action-submit" in shown


def test_who_may_not_approve_is_not_offered_it(client, village, cadre, ambassador):
    page = written(NewsArticlePageFactory, village, cadre)
    page.get_workflow().start(page, cadre)
    for person, offered in ((cadre, False), (ambassador, True)):
        client.force_login(again(person))
        shown = client.get(edit_url(page)).content.decode()
        assert ('data-workflow-action-name="approve"' in shown) is offered


def test_a_cadre_dates_what_she_sends_in_and_approving_schedules_it(client, village, cadre, ambassador):
    page = written(NewsArticlePageFactory, village, cadre)
    begin = timezone.localtime() + timedelta(days=2)
    end = begin + timedelta(days=5)
    client.force_login(again(cadre))
    assert 'name="go_live_at"' in client.get(edit_url(page)).content.decode()
    form = article_form(page, go_live_at=f"{begin:%Y-%m-%d %H:%M}", expire_at=f"{end:%Y-%m-%d %H:%M}")
    sent(client, edit_url(page), form | {"action-submit": "1"})
    assert newest(page).go_live_at is not None
    state = state_of(page)
    state.task.specific.on_action(state, again(ambassador), "approve")
    assert not fresh(page).live
    for moment, live in (
        (begin - timedelta(hours=1), False),
        (begin, True),
        (end + timedelta(hours=1), False),
    ):
        with time_machine.travel(moment + timedelta(minutes=2), tick=False):
            call_command("publish_scheduled")
            assert fresh(page).live is live


def test_asking_costs_the_same_however_many_people_and_versions(village, cadre):
    page = written(NewsArticlePageFactory, village, cadre)

    def count() -> int:
        revision, person = fresh(page).get_latest_revision(), again(cadre)
        asked = revision.as_object()
        with CaptureQueriesContext(connection) as queries:
            rules.refusal(person, asked, revision)
        return len(queries)

    member(Role.CADRE, village)
    few = count()
    for _ in range(5):
        member(Role.CADRE, village)
        page.save_revision(user=cadre)
    assert count() == few
