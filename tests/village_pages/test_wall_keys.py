"""The wall reads a key wherever a view could read one: with blanks, a sign, underscores, or quoted."""

import pytest
from django.test import Client
from django.urls import reverse

from core.query import keys_in
from news.models import NewsIndexPage
from tests.factories.core import CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member, regency_information
from village_pages.enums import Role

SECRET = "Xyzzydraf"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("14", {14}),
        (" 14", {14}),
        ("+14", {14}),
        ("1_4", {14}),
        ("_2B14", {14}),
        ("_31", set()),
        ("１４", {14}),
        ("", set()),
        ("x", set()),
        ("14;15", set()),
    ],
)
def test_every_reading_of_a_key_counts(text, keys):
    assert keys_in(text) == keys


@pytest.fixture
def village(db):
    return VillageFactory(code="15.07.09.2002")


@pytest.fixture
def own(village):
    return NewsArticlePageFactory(village=VillageFactory(code="15.07.09.2006"), live=False)


@pytest.fixture
def foreign_cadre(own) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(member(Role.CADRE, own.village))
    return client


WRITTEN = (" {}", "+{}", "0_{}", "{}\n")


@pytest.mark.parametrize("written", WRITTEN)
def test_a_draft_stays_unseen_however_its_key_is_written(village, foreign_cadre, own, written):
    draft = NewsArticlePageFactory(village=village, live=False, title=SECRET)
    image = CustomImageFactory(village=village, title=SECRET)
    index = NewsIndexPage.objects.child_of(village).get()
    page, picture, parent = (written.format(thing.pk) for thing in (draft, image, index))
    chosen = reverse("wagtailadmin_choose_page_chosen_multiple")
    bulk = {
        kind: reverse("wagtail_bulk_action", args=[*kind, action])
        for kind, action in ((("wagtailcore", "page"), "delete"), (("core", "customimage"), "delete"))
    }
    for address, query in (
        (chosen, {"id": page}),
        (bulk["wagtailcore", "page"], {"id": page}),
        (bulk["wagtailcore", "page"], {"id": "all", "childOf": parent}),
        (bulk["core", "customimage"], {"id": picture}),
        (reverse("wagtailimages_chooser:chosen_multiple"), {"id": picture}),
    ):
        answer = foreign_cadre.get(address, query)
        assert answer.status_code == 404, address
        assert SECRET not in answer.content.decode()
    copy = foreign_cadre.post(
        reverse("wagtailadmin_pages:copy", args=[own.pk]),
        {"new_title": "Salinan", "new_slug": "salinan", "new_parent_page": page},
    )
    assert copy.status_code == 404
    assert SECRET not in copy.content.decode()
    by_api = foreign_cadre.post(
        reverse("wagtailadmin_api:pages:action", args=[own.pk, "copy"]),
        {"destination_page_id": draft.pk},
        content_type="application/json",
    )
    assert by_api.status_code == 404


@pytest.mark.parametrize("written", WRITTEN)
def test_a_foreign_picture_is_not_shown_by_a_form_that_was_sent_wrong(village, foreign_cadre, own, written):
    image = CustomImageFactory(village=village, title=SECRET)
    answer = foreign_cadre.post(
        reverse("wagtailadmin_pages:edit", args=[own.pk]),
        {"title": "", "lead_image": written.format(image.pk)},
    )
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("key", ["x", "_zz", "14;15", "1e3"])
def test_what_is_no_key_is_not_found(foreign_cadre, own, key):
    for address, query in (
        (reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": key}),
        (reverse("wagtailimages_chooser:chosen_multiple"), {"id": key}),
        (
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]),
            {"id": "all", "childOf": key},
        ),
    ):
        assert foreign_cadre.get(address, query).status_code == 404, address


def test_a_draft_of_the_regency_is_the_regencys(foreign_cadre, own):
    draft = regency_information(live=False, title=f"Aturan {SECRET}")
    shown = regency_information(title="Tentang kabupaten")
    changed = regency_information(title="Kontak kabupaten")
    changed.title = f"Aturan {SECRET}"
    changed.save_revision()
    officer = Client()
    officer.force_login(member(Role.OFFICER))
    choose = reverse("wagtailadmin_choose_page_child", args=[draft.get_parent().pk])
    assert SECRET in officer.get(choose).content.decode()
    listed = foreign_cadre.get(choose).content.decode()
    assert shown.title in listed
    assert SECRET not in listed
    for page in (draft, changed):
        answer = foreign_cadre.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": page.pk})
        assert answer.status_code == 404
    search = reverse("wagtailadmin_pages:search")
    assert SECRET in officer.get(search, {"q": "aturan"}).content.decode()
    assert SECRET not in foreign_cadre.get(search, {"q": "aturan"}).content.decode()
