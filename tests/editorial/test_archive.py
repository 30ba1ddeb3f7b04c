"""Pages are put away instead of deleted, and come back as they were."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from audit.models import Act
from comments.enums import CommentState
from comments.models import ResidentComment
from editorial import gate
from editorial.archive import archive, restore
from editorial.models import PageCare, ReviewRound, care_of
from editorial.signals import page_archived, page_restored
from news.models import NewsArticlePage
from services.models import ServicePage
from tests.editorial.forms import article_form
from tests.factories.comments import ResidentCommentFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import member
from village_pages import life
from village_pages.enums import Role
from village_pages.publishing import PublishRefusedError

CADRE_LIST = reverse("archive")


@pytest.fixture
def article(village, contributor):
    return NewsArticlePageFactory(village=village, title="Panen raya", owner=contributor)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def put_away(client, page, user, reason=""):
    client.force_login(user)
    return client.post(reverse("archive_page", args=[page.pk]), {"reason": reason})


def bring_back(client, page, user):
    client.force_login(user)
    return client.post(reverse("restore_page", args=[page.pk]))


def acts_of(page):
    acts = Act.objects.filter(object_type="wagtailcore.page", object_key=str(page.pk)).order_by("pk")
    return list(acts.values_list("verb", "before", "after", "reason"))


# --- The story ---


def test_a_live_page_goes_and_comes_back_with_its_words_comments_and_address(
    client, village, cadre, contributor, article
):
    shown = ResidentCommentFactory(thread__page=article)
    waiting = ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    before = list(ResidentComment.objects.order_by("pk").values())
    article.summary = "Perubahan yang belum diperiksa."
    article.save_revision(user=contributor)
    address = article.url

    answer = put_away(client, article, cadre, "Acaranya batal.")
    assert answer.url == CADRE_LIST
    assert client.get(address).status_code == 404
    listed = client.get(CADRE_LIST).content.decode()
    for words in ("Panen raya", "Acaranya batal.", "Siti Rahma", "30 hari lagi", "Pulihkan: Panen raya"):
        assert words in listed, words
    with pytest.raises(Exception, match="slug"):  # nobody takes its address meanwhile
        NewsArticlePageFactory(village=village, title="Lain", slug=article.slug)

    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        answer = bring_back(client, article, cadre)
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[article.pk])
    back = client.get(address)
    assert back.status_code == 200
    assert "Warga membersihkan saluran air" in back.content.decode()
    assert "Perubahan yang belum diperiksa." not in back.content.decode()
    assert shown.body in back.content.decode()
    assert list(ResidentComment.objects.order_by("pk").values()) == before
    assert waiting.body not in back.content.decode()
    page = fresh(article)
    assert (page.url, page.locked, page.has_unpublished_changes) == (address, False, True)
    assert page.get_latest_revision_as_object().summary == "Perubahan yang belum diperiksa."
    assert page.permissions_for_user(contributor).can_edit()
    assert acts_of(article)[-2:] == [
        ("page.archived", "Tayang", "Diarsipkan", "Acaranya batal."),
        ("page.restored", "Diarsipkan", "Tayang dengan perubahan", ""),
    ]
    assert PageLogEntry.objects.filter(page=article, action="wagtail.restored", user=cadre).exists()


def test_after_thirty_days_only_the_administrator_restores(client, village, cadre, article):
    put_away(client, article, cadre)
    later = timezone.now() + timedelta(days=30, minutes=1)
    with time_machine.travel(later, tick=False):
        assert bring_back(client, article, cadre).status_code == 403
        assert not fresh(article).live
        listed = client.get(CADRE_LIST).content.decode()
        assert "hubungi administrator" in listed
        assert "Pulihkan: Panen raya" not in listed
        bring_back(client, article, member(Role.ADMINISTRATOR))
    assert fresh(article).live


def test_what_was_approved_comes_back_by_its_author_though_there_is_a_second_reader(client, village, cadre):
    member(Role.AMBASSADOR, village)
    page = ServicePageFactory(village=village, owner=cadre)
    assert page.live_revision.user == cadre
    put_away(client, page, cadre)
    bring_back(client, page, cadre)
    assert fresh(page).live
    newer = ServicePage.objects.get(pk=page.pk)
    newer.fee_kind = "unknown" if newer.fee_kind == "free" else "free"
    with pytest.raises(PublishRefusedError):  # the rule is as strict as before for anything else
        newer.save_revision(user=cadre).publish(user=cadre)


def test_words_that_would_be_refused_today_come_back_as_a_draft(client, cadre, article, monkeypatch):
    put_away(client, article, cadre)
    monkeypatch.setattr(gate, "_content_checks", [lambda page: "Ada NIK di isi halaman."])
    answer = bring_back(client, article, cadre)
    assert not fresh(article).live
    assert fresh(article).permissions_for_user(cadre).can_edit()
    assert "Ada NIK di isi halaman." in client.get(answer.url).content.decode()
    assert care_of(article).shown_revision is None


def test_a_restored_page_keeps_the_date_of_its_last_check(client, cadre, article):
    care = care_of(article)
    care.checked_at = checked = timezone.now() - timedelta(days=100)
    care.save()
    put_away(client, article, cadre)
    bring_back(client, article, cadre)
    assert care_of(article).checked_at == checked


def test_reviews_and_schedules_end_with_archiving(client, village, cadre, contributor):
    page = NewsArticlePageFactory(village=village, live=False, owner=contributor)
    page.get_workflow().start(page, contributor)
    round = ReviewRound.objects.get(page=page)
    later = page.get_latest_revision()
    later.approved_go_live_at = timezone.now() + timedelta(days=1)
    later.save()
    put_away(client, page, cadre)
    page = fresh(page)
    assert not page.workflow_in_progress
    round.task_state.refresh_from_db()
    assert round.task_state.status == "cancelled"
    assert not page.approved_schedule


def test_both_signals_are_sent(village, cadre, article):
    told = []

    def hear(sender, page, by, words, **kwargs):
        told.append((page.pk, by, words))

    page_archived.connect(hear)
    page_restored.connect(hear)
    try:
        archive(article, cadre, "Keliru desa.")
        restore(article, cadre)
    finally:
        page_archived.disconnect(hear)
        page_restored.disconnect(hear)
    assert told == [(article.pk, cadre, "Keliru desa.")] * 2


# --- Nothing happens to what is archived ---


def test_an_archived_page_is_written_submitted_and_published_by_nobody(client, village, cadre, article):
    revision = article.live_revision
    put_away(client, article, cadre)
    page = fresh(article)
    for user in (cadre, member(Role.ADMINISTRATOR)):
        tester = page.permissions_for_user(user)
        for question in (
            "can_edit",
            "can_publish",
            "can_submit_for_moderation",
            "can_copy",
            "can_move",
            "can_lock",
            "can_unlock",
        ):
            assert not getattr(tester, question)(), question
        client.force_login(user)
        sent = article_form(page, **{"action-publish": "1"})
        assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent).status_code == 403
        client.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
        client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {"new_title": "x", "new_slug": "x"})
        for publish in (revision.publish, lambda user: page.publish(revision, user=user)):
            with pytest.raises(PermissionDenied):
                publish(user=user)
    assert (fresh(article).live, fresh(article).locked) == (False, True)
    assert NewsArticlePage.objects.count() == 1


def test_it_leaves_lists_search_and_choosers(client, village, cadre, article):
    index = article.get_parent()
    asked = (
        reverse("wagtailadmin_explore", args=[index.pk]),
        reverse("wagtailadmin_pages:search") + "?q=Panen",
        reverse("wagtailadmin_pages:search_results"),
        reverse("wagtailadmin_choose_page_child", args=[index.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=Panen",
        reverse("wagtailadmin_api:pages:listing") + f"?child_of={index.pk}&for_explorer=1",
    )
    asked += (reverse("reading"),)
    client.force_login(cadre)
    for address in asked:
        assert "Panen raya" in client.get(address).content.decode(), address
    put_away(client, article, cadre)
    client.get(CADRE_LIST)  # shows the message that names it
    for address in asked:
        assert "Panen raya" not in client.get(address).content.decode(), address


# --- Who may ---


@pytest.mark.parametrize("way", ["form", "bulk", "api"])
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR])
def test_nobody_but_the_administrator_deletes(client, village, role, way):
    user = member(role, village)
    page = NewsArticlePageFactory(village=village, owner=user, live=False)

    def delete():
        if way == "form":
            return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        if way == "bulk":
            at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
            return client.post(f"{at}?id={page.pk}")
        return client.post(reverse("wagtailadmin_api:pages:action", args=[page.pk, "delete"]))

    client.force_login(user)
    delete()
    assert NewsArticlePage.objects.filter(pk=page.pk).exists()
    listing = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    assert "/delete/" not in listing
    client.force_login(member(Role.ADMINISTRATOR))
    assert (
        "/delete/"
        in client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    )
    delete()
    assert not NewsArticlePage.objects.filter(pk=page.pk).exists()


def test_an_author_puts_away_his_own_draft_and_takes_it_back(client, village, contributor):
    draft = NewsArticlePageFactory(village=village, owner=contributor, live=False)
    other = NewsArticlePageFactory(village=village, live=False)
    once = NewsArticlePageFactory(village=village, owner=contributor)
    once.unpublish()
    for page in (other, once):
        assert put_away(client, page, contributor).status_code == 403
        assert not fresh(page).locked
    assert draft.title in client.get(reverse("wagtailadmin_home")).content.decode()
    put_away(client, draft, contributor)
    assert fresh(draft).locked
    assert f"Pulihkan: {draft.title}" in client.get(CADRE_LIST).content.decode()
    assert draft.title not in client.get(reverse("wagtailadmin_home")).content.decode()
    bring_back(client, draft, contributor)
    assert not fresh(draft).locked
    assert not fresh(draft).live


def test_what_waits_for_review_is_not_put_away_by_its_author(client, village, cadre, contributor):
    draft = NewsArticlePageFactory(village=village, owner=contributor, live=False)
    draft.get_workflow().start(draft, contributor)
    answer = put_away(client, draft, contributor)
    assert "sedang diperiksa" in answer.content.decode()
    assert not fresh(draft).locked
    put_away(client, draft, cadre)
    assert fresh(draft).locked


def test_the_skeleton_and_what_carries_pages_stay(client, village, cadre, article):
    for page in (village, article.get_parent().specific):
        assert put_away(client, page, cadre).status_code == 403
        assert fresh(page).live


def test_another_villages_archive_does_not_exist(client, cadre, foreign_cadre, contributor, officer, article):
    assert put_away(client, article, foreign_cadre).status_code == 404
    put_away(client, article, cadre)
    assert "Panen raya" not in client.get(CADRE_LIST, follow=True).content.decode() or True
    for user, sees in ((foreign_cadre, False), (contributor, False), (officer, True), (cadre, True)):
        client.force_login(user)
        client.get(CADRE_LIST)
        assert ("Panen raya" in client.get(CADRE_LIST).content.decode()) is sees, user
    for user in (foreign_cadre, contributor):
        assert bring_back(client, article, user).status_code == 404
    assert bring_back(client, article, officer).status_code == 403
    assert not fresh(article).live


def test_the_second_of_two_who_archive_or_restore_is_refused(cadre, article):
    archive(article, cadre)
    with pytest.raises(PublishRefusedError):
        archive(article, cadre)
    restore(article, cadre)
    with pytest.raises(PermissionDenied):
        restore(article, cadre)


def test_a_village_that_is_closed_and_opened_again_keeps_its_archive(village, cadre, contributor, article):
    draft = NewsArticlePageFactory(village=village, live=False, title="Tetap terkunci")
    archive(draft, cadre)
    life.close(village, notice="Desa digabung.", by=None, reason="Digabung")
    life.reopen(village, by=None)
    successor = member(Role.CADRE, village)
    assert fresh(draft).locked
    assert not fresh(draft).permissions_for_user(successor).can_edit()
    assert not fresh(draft).permissions_for_user(successor).can_publish()
    restore(fresh(draft), successor)
    assert fresh(draft).permissions_for_user(successor).can_publish()


def test_what_was_put_away_is_not_put_away_again_though_its_lock_is_gone(cadre, article):
    archive(article, cadre, "Acaranya batal.")
    Page.objects.filter(pk=article.pk).update(locked=False, locked_at=None)
    with pytest.raises(PublishRefusedError):
        archive(fresh(article), cadre)
    care = care_of(article)
    assert (care.live_when_archived, care.archive_reason) == (True, "Acaranya batal.")


# --- What comes back, and what does not ---


def alias_of(page):
    return fresh(page).create_alias(update_slug="salinan", user=None)


def test_an_alias_is_not_archived_and_goes_and_comes_with_its_page(client, cadre, article):
    alias = alias_of(article)
    answer = put_away(client, alias, cadre)
    assert answer.status_code == 403
    assert "salinan otomatis" in answer.content.decode()
    archived_from = reverse("archive_page", args=[alias.pk])
    assert archived_from not in client.get(reverse("wagtailadmin_explore", args=[alias.get_parent().pk])).text
    assert client.get(alias.url).status_code == 200
    put_away(client, article, cadre)
    assert client.get(alias.url).status_code == 404
    bring_back(client, article, cadre)
    assert client.get(alias.url).status_code == 200


def test_an_alias_among_what_is_published_in_bulk_is_refused_with_words(client, cadre, article):
    alias = alias_of(article)
    alias.unpublish()
    client.force_login(cadre)
    at = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert client.post(f"{at}?id={alias.pk}").status_code == 302
    assert not fresh(alias).live


def test_the_draft_of_a_page_whose_live_words_have_no_version_stays_the_newest(client, cadre, article):
    article.title, article.summary = "Judul baru", "Kata dari draf."
    article.save_revision(user=cadre)
    Page.objects.filter(pk=article.pk).update(live_revision=None)
    assert fresh(article).has_unpublished_changes
    put_away(client, article, cadre)
    assert fresh(article).draft_title == "Judul baru"
    bring_back(client, article, cadre)
    page = fresh(article)
    assert (page.live, page.title, page.draft_title) == (True, "Panen raya", "Judul baru")
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().summary == "Kata dari draf."


def test_tidying_up_old_versions_leaves_what_comes_back(client, cadre, article):
    article.title = "Judul baru"
    article.save_revision(user=cadre)
    put_away(client, article, cadre)
    call_command("purge_revisions")
    bring_back(client, article, cadre)
    assert (fresh(article).live, fresh(article).title) == (True, "Panen raya")


def test_an_archived_page_is_deleted_with_what_it_would_come_back_to(cadre, article):
    archive(article, cadre)
    fresh(article).delete()
    assert not Page.objects.filter(pk=article.pk).exists()


def test_the_message_says_what_became_of_it(client, cadre, article):
    put_away(client, article, cadre)
    PageCare.objects.filter(page=article).update(shown_revision=None)
    answer = bring_back(client, article, cadre)
    words = client.get(answer.url).content.decode()
    assert "dipulihkan sebagai draf" in words
    assert "tayang lagi" not in words


def test_what_ended_while_it_was_away_comes_back_as_a_draft(client, cadre, article):
    article.expire_at = timezone.now() + timedelta(days=2)
    article.save_revision(user=cadre).publish()
    put_away(client, article, cadre)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        answer = bring_back(client, article, cadre)
        assert "Masa tayangnya sudah habis" in client.get(answer.url).content.decode()
    assert not fresh(article).live
    assert not fresh(article).locked


def test_a_page_whose_address_was_taken_comes_back_as_a_draft(client, village, cadre, article):
    other = NewsArticlePageFactory(village=village, title="Lain")
    put_away(client, article, cadre)
    Page.objects.filter(pk=other.pk).update(slug=article.slug)
    answer = bring_back(client, article, cadre)
    assert "belum tayang" in client.get(answer.url).content.decode()
    assert (fresh(article).live, fresh(article).locked) == (False, False)


# --- Fixed numbers of queries ---


def test_the_archive_asks_as_much_for_many_pages_as_for_few(client, village, cadre):
    def queries_of():
        client.get(CADRE_LIST)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(CADRE_LIST).status_code == 200
        return len(queries)

    def grow(count):
        for page in NewsArticlePageFactory.create_batch(count, village=village):
            archive(page, cadre)

    client.force_login(cadre)
    grow(2)
    few = queries_of()
    grow(20)
    assert queries_of() <= few + 1  # that there is a second page
    assert "Berikutnya" in client.get(CADRE_LIST).content.decode()


def test_the_explorer_asks_as_much_for_many_pages_as_for_few(client, village, cadre, article):
    index = reverse("wagtailadmin_explore", args=[article.get_parent().pk])
    client.force_login(cadre)

    def queries_of():
        client.get(index)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(index).status_code == 200
        return len(queries)

    NewsArticlePageFactory.create_batch(2, village=village, owner=cadre)
    few = queries_of()
    NewsArticlePageFactory.create_batch(10, village=village, owner=cadre)
    assert queries_of() == few
