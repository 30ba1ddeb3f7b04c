"""The desk: what waits for whom, in which order, in how many queries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from editorial.enums import Stage
from editorial.models import ReviewRound
from news.models import NewsArticlePage
from people.models import User
from tests.editorial.test_review import decide, submitted
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.village_pages import MembershipFactory, VillageFactory, member, regency_information
from village_pages.enums import Role
from village_pages.models import VillagePage
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")


def desk(client, user, query: str = ""):
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(HOME + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one(".desk")


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def group(client, user, title: str):
    for section in desk(client, user).select("section"):
        if words(section.h2).startswith(title):
            return section
    return None


def published(village, author, **fields) -> NewsArticlePage:
    """An article of nobody's, published by ``author``."""
    page = NewsArticlePageFactory(village=village, live=False, **fields)
    page.save_revision().publish(user=author)
    return page


def late(page, days: int, stage: Stage = Stage.FRESH) -> None:
    sent_in = timezone.now() - timedelta(days=days + 3)
    ReviewRound.objects.filter(page=page).update(
        sent_in_at=sent_in, due_at=timezone.now() - timedelta(days=days), stage=stage
    )


def test_what_is_overdue_comes_first_and_says_how_late_and_how_old_it_is(client, village, contributor, cadre):
    submitted(village, contributor, title="Baru saja")
    late(submitted(village, contributor, title="Sudah lama"), days=2)
    entries = group(client, cadre, "Menunggu diperiksa").select(".desk__entry")
    assert [words(entry.strong) for entry in entries] == ["Sudah lama", "Baru saja"]
    assert "lewat 2 hari" in words(entries[0])
    assert words(entries[0].time) == "5 hari"
    assert "lewat" not in words(entries[1])
    page = NewsArticlePage.objects.get(title="Sudah lama")
    assert entries[0].a["href"] == reverse("review_page", args=[page.pk])


def test_what_has_come_to_the_ambassador_and_then_to_the_officer_is_marked(
    client, village, contributor, cadre, officer
):
    ambassador = member(Role.AMBASSADOR, village)
    page = submitted(village, contributor, title="Sudah lama")
    assert group(client, officer, "Menunggu diperiksa") is None
    late(page, days=2, stage=Stage.AMBASSADOR)
    assert "diteruskan kepada Anda" in words(group(client, ambassador, "Menunggu diperiksa"))
    assert "diteruskan kepada Anda" not in words(group(client, cadre, "Menunggu diperiksa"))
    late(page, days=4, stage=Stage.OFFICER)
    assert "diteruskan kepada Anda" in words(group(client, officer, "Menunggu diperiksa"))


def test_what_one_sent_in_oneself_lies_with_others(client, village, contributor, cadre):
    member(Role.CADRE, village)
    submitted(village, cadre, title="Tulisan kader")
    assert group(client, cadre, "Menunggu diperiksa") is None
    assert "pada kader Pematang Rahim" in words(group(client, cadre, "Sudah Anda kirim"))


def test_a_contributor_begins_at_the_top_and_sees_where_his_pages_are(client, village, contributor, cadre):
    back = submitted(village, contributor, title="Kembali")
    decide(client, cadre, back, "reject", "Kurang tanggal.")
    submitted(village, contributor, title="Terkirim")
    NewsArticlePageFactory(village=village, owner=contributor, live=False, title="Setengah jadi")
    page = published(village, cadre, title="Sudah tayang")
    titles = [words(heading) for heading in desk(client, contributor).select("h2")]
    assert titles == [
        "Tulis yang baru",
        "Dikembalikan kepada Anda (1)",
        "Draf Anda (1)",
        "Sudah Anda kirim, menunggu diperiksa (1)",
        "Baru tayang",
    ]
    assert "Berita" in words(desk(client, contributor).select_one(".desk__start"))
    lately = group(client, contributor, "Baru tayang")
    assert "Siti Rahma" in words(lately)
    assert lately.a["href"] == page.get_url()


def test_where_one_has_no_role_any_more_nothing_is_told(client, village, neighbour, contributor, cadre):
    """Neither titles of drafts nor a reviewer's words; of the village where one writes now they stay."""
    MembershipFactory(user=contributor, village=neighbour, role=Role.CONTRIBUTOR)
    elsewhere = member(Role.CADRE, neighbour)
    for place, reviewer in ((village, cadre), (neighbour, elsewhere)):
        back = submitted(place, contributor, title=f"Kembali {place.title}")
        decide(client, reviewer, back, "reject", f"Kata untuk {place.title}.")
        submitted(place, contributor, title=f"Terkirim {place.title}")
    assert "Kata untuk Pematang Rahim." in words(desk(client, contributor))
    dismiss(contributor.memberships.get(village=village))
    shown = words(desk(client, contributor))
    assert "Pematang Rahim" not in shown
    assert "Dikembalikan kepada Anda (1)" in shown
    assert "Sudah Anda kirim, menunggu diperiksa (1)" in shown
    assert "Kata untuk Sungai Beras." in shown


def test_an_officer_gets_back_what_is_the_regencys(client, officer):
    page = regency_information(live=False, title="Tentang program")
    page.get_workflow().start(page, officer)
    state = page.current_workflow_task_state
    reviewer = UserFactory(is_superuser=True)
    state.task.specific.on_action(state, reviewer, "reject", comment="Kurang tanggal.", reason="missing")
    assert "Kurang tanggal." in words(group(client, officer, "Dikembalikan kepada Anda"))


def test_an_empty_desk_says_so_kindly(client, village, contributor, cadre):
    published(village, cadre)
    assert "Tidak ada yang menunggu. Terima kasih." in words(desk(client, cadre))
    submitted(village, contributor)
    assert "Terima kasih" not in words(desk(client, cadre))


def test_rows_of_villages_most_needy_first_with_ways_to_the_lists(
    client, village, neighbour, contributor, cadre, officer
):
    ambassador = member(Role.AMBASSADOR, village)
    MembershipFactory(user=ambassador, village=neighbour, role=Role.AMBASSADOR)
    published(village, cadre)
    submitted(village, contributor)
    late(submitted(neighbour, member(Role.CONTRIBUTOR, neighbour)), days=1)
    for person in (ambassador, officer):
        rows = desk(client, person).select(".desk__row")
        assert [words(row.h3) for row in rows] == ["Sungai Beras", "Pematang Rahim"], person
        assert "1 lewat batas waktu" in words(rows[0])
        assert "1 menunggu diperiksa" in words(rows[1])
        assert "Terakhir tayang" in words(rows[1])
        assert "Belum ada yang tayang" in words(rows[0])
        listed = client.get(rows[0].a["href"])
        assert listed.status_code == 200
        assert "Sungai Beras" in listed.content.decode()
    assert not desk(client, cadre).select(".desk__row")


def test_of_many_villages_the_needy_are_shown_and_the_rest_on_request(client, village, contributor, officer):
    more_villages(village, 44)
    submitted(village, contributor)
    few = desk(client, officer)
    assert words(few.select(".desk__row h3")[0]) == "Pematang Rahim"
    assert len(few.select(".desk__row")) == 40
    more = few.find("a", string=lambda text: text and "Lihat semua desa" in text)
    assert len(desk(client, officer, more["href"]).select(".desk__row")) == 45


def test_pages_of_the_regency_wait_for_the_officer(client, officer, cadre):
    page = regency_information(live=False, title="Tentang program")
    page.get_workflow().start(page, officer)
    assert "Tentang program" in words(group(client, officer, "Menunggu diperiksa"))
    assert group(client, cadre, "Menunggu diperiksa") is None


def queries_of(client, user) -> int:
    client.force_login(User.objects.get(pk=user.pk))
    client.get(HOME)
    with CaptureQueriesContext(connection) as queries:
        client.get(HOME)
    return len(queries)


def more_villages(like, times: int) -> None:
    """Villages without their sections: opening one takes a while."""
    for n in range(times):
        path = f"{like.path[:-4]}Z{n:03}"
        page = Page(path=path, depth=like.depth, title=f"Desa {n:03}", draft_title=f"Desa {n:03}")
        page.slug, page.url_path = f"desa-{n}", f"/{n}/"
        page.content_type, page.locale, page.translation_key = like.content_type, like.locale, uuid4()
        page.save_base(raw=True)
        village = VillagePage(page_ptr=page, code=f"15.99.99.{n:04}", district=like.district)
        village.__dict__.update(page.__dict__)
        village.save_base(raw=True)


def multiply(village, author, like: ReviewRound, times: int) -> None:
    """So many more pages that are published, drafted and waiting, written straight into the tables."""
    draft = NewsArticlePage.objects.get(pk=like.page_id)
    index = draft.get_parent()
    start = index.get_children().count()
    kinds = {"live": True, "has_unpublished_changes": False}, {"live": False, "has_unpublished_changes": True}
    for number, kind in enumerate(kinds):
        Page.objects.bulk_create(
            Page(
                path=f"{index.path}{'AB'[number]}{start + n:03X}",
                depth=index.depth + 1,
                title=f"Halaman {number} {n}",
                draft_title=f"Halaman {number} {n}",
                slug=f"halaman-{number}-{start + n}",
                url_path=f"{index.url_path}halaman-{number}-{start + n}/",
                content_type=draft.content_type,
                owner=author,
                locale=draft.locale,
                latest_revision_created_at=timezone.now(),
                last_published_at=timezone.now(),
                live_revision=draft.latest_revision if kind["live"] else None,
                translation_key=uuid4(),
                **kind,
            )
            for n in range(times)
        )
    state = like.task_state
    for _n in range(times):
        state.pk = state.id = None
        state._state.adding = True
        state.save()
        ReviewRound.objects.create(
            task_state=state, page_id=like.page_id, village=village, sent_in_by=author, due_at=like.due_at
        )


def test_the_desk_takes_the_same_queries_for_any_number_of_villages_and_pages(
    client, village, contributor, cadre, officer
):
    """20 villages with 10 pages of each sort, then 200 with 1,000."""
    ambassador = member(Role.AMBASSADOR, village)
    others = [VillageFactory() for _n in range(19)]
    for other in others[:4]:
        MembershipFactory(user=ambassador, village=other, role=Role.AMBASSADOR)
    decide(client, cadre, submitted(village, contributor), "reject", "Kurang.")
    escalated = submitted(village, contributor)
    late(escalated, days=4, stage=Stage.OFFICER)
    submitted(village, cadre)
    published(village, cadre)
    round = ReviewRound.objects.get(page=escalated)
    people = {"contributor": contributor, "cadre": cadre, "ambassador": ambassador, "officer": officer}

    multiply(village, contributor, round, 10)
    few = {role: queries_of(client, user) for role, user in people.items()}
    more_villages(village, 180)
    multiply(village, contributor, round, 990)
    many = {role: queries_of(client, user) for role, user in people.items()}
    assert many == few
    assert max(many.values()) <= 50
