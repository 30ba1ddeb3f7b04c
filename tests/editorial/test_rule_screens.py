"""The officer sets the rules, a village tightens them: on plain screens, with words where it may not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Act
from editorial import rules
from editorial.enums import Approvers, SecondReader
from editorial.models import ReviewRule
from news.models import NewsArticlePage
from people.models import User
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.life import pause as pause_village
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db

LIST = "/admin/aturan/"
NEWS = NewsArticlePage.review_kind


def at(kind: str, village=None) -> str:
    return f"{LIST}{kind}/" if village is None else f"{LIST}{kind}/{village.pk}/"


def answers(**changes) -> dict:
    return {
        "second_reader": "while_possible",
        "loosest": "",
        "approvers": "reviewers",
        "due_days": "3",
        "escalate_days": "2",
        "check_after_days": "",
    } | changes


def enter(client, user: User) -> None:
    client.force_login(User.objects.get(pk=user.pk))


def test_the_officer_sees_what_holds_and_how_many_villages_ask_for_more(client, officer, village, neighbour):
    for place in (village, neighbour):
        ReviewRule.objects.create(kind="news", village=place, second_reader=SecondReader.ALWAYS)
    enter(client, officer)
    shown = client.get(LIST).content.decode()
    assert "2 desa punya aturan sendiri" in shown
    for words in ("Berita", "Layanan", "Informasi inklusi", "Profil desa", SecondReader.FACTS.label):
        assert str(words) in shown
    for kind in ("news", "service", "notice", "profile"):
        assert at(kind) in shown
        assert client.get(at(kind)).status_code == 200
    assert client.get(at("lain")).status_code == 404
    assert (
        'name="review_rules"' in client.get("/admin/").content.decode()
        or LIST in client.get("/admin/menu/").content.decode()
    )


def test_what_the_officer_sets_holds_at_once_and_stands_in_the_log(client, officer, village, cadre):
    member(Role.AMBASSADOR, village)
    enter(client, officer)
    sent = answers(second_reader="unless_only_cadre", loosest="never", due_days="5", check_after_days="90")
    assert client.post(at("news"), sent).status_code == 302
    held = rules.rule_for(NEWS, village)
    assert (held.second_reader, held.due_days, held.check_after_days) == (
        SecondReader.UNLESS_ONLY_CADRE,
        5,
        90,
    )
    act = Act.objects.get(verb="rule.changed")
    assert (act.actor_key, act.object_name, act.village_code) == (officer.pk, "Berita", "")
    assert "Perlu, selama ada orang lain" in act.before
    assert "satu-satunya kader" in act.after
    assert client.post(at("news"), sent).status_code == 302
    assert Act.objects.filter(verb="rule.changed").count() == 1, "nothing changed, nothing told"


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("notice", {"second_reader": "while_possible"}, "tidak boleh dipakai di sini"),
        ("service", {"second_reader": "never"}, "tidak boleh dipakai di sini"),
        ("service", {"second_reader": "unless_only_cadre"}, "tidak boleh dipakai di sini"),
        ("profile", {"second_reader": "unless_only_cadre"}, "tidak boleh dipakai di sini"),
        ("service", {"second_reader": "facts", "loosest": "always"}, "lebih ketat daripada aturan kabupaten"),
        ("news", {"due_days": "0"}, "due_days"),
        ("news", {"due_days": "31"}, "due_days"),
    ],
)
def test_the_form_offers_what_is_allowed_and_refuses_the_rest(client, officer, kind, changes, words):
    enter(client, officer)
    shown = client.get(at(kind)).content.decode()
    answer = client.post(at(kind), answers(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ReviewRule.objects.exists()
    if "tidak boleh" in words:
        assert (
            f'value="{changes["second_reader"]}"' not in shown.split('id="id_loosest"')[0].split("loosest")[0]
        )


@pytest.mark.parametrize("role", [Role.CADRE, Role.AMBASSADOR])
def test_a_village_tightens_its_rules_and_takes_it_back(client, village, role):
    person = member(role, village, display_name="Bu Ani")
    enter(client, person)
    shown = client.get(LIST).content.decode()
    assert at("news", village) in shown
    asked = answers(second_reader="always", approvers="ambassadors", due_days="1")
    assert client.post(at("news", village), asked).status_code == 302
    held = rules.rule_for(NEWS, village)
    assert (held.second_reader, held.approvers, held.due_days) == (
        SecondReader.ALWAYS,
        Approvers.AMBASSADORS,
        1,
    )
    assert rules.rule_for(NEWS).second_reader == SecondReader.WHILE_POSSIBLE
    act = Act.objects.get(verb="rule.changed")
    assert (act.village_code, act.actor_key) == (village.code, person.pk)
    assert "aturan desa" in client.get(LIST).content.decode()

    client.post(at("news", village), {"withdraw": "1"})
    assert rules.rule_for(NEWS, village).second_reader == SecondReader.WHILE_POSSIBLE
    assert Act.objects.filter(verb="rule.withdrawn", village_code=village.code).count() == 1
    client.post(at("news", village), {"withdraw": "1"})
    assert Act.objects.filter(verb="rule.withdrawn").count() == 1, "twice is once"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"second_reader": "never"}, "lebih longgar daripada yang diizinkan Dinas PMD"),
        ({"second_reader": "unless_only_cadre"}, "lebih longgar daripada yang diizinkan Dinas PMD"),
        ({"due_days": "4"}, "Desa boleh lebih singkat, tidak boleh lebih lama"),
        ({"escalate_days": "9"}, "Desa boleh lebih singkat, tidak boleh lebih lama"),
    ],
)
def test_a_village_may_not_loosen_what_the_officer_did_not(client, village, cadre, changes, words):
    enter(client, cadre)
    answer = client.post(at("news", village), answers(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ReviewRule.objects.exists()


def test_a_village_loosens_as_far_as_the_officer_allows(client, village, cadre):
    ReviewRule.objects.create(
        kind="news", second_reader=SecondReader.ALWAYS, loosest=SecondReader.UNLESS_ONLY_CADRE
    )
    enter(client, cadre)
    assert client.post(at("news", village), answers(second_reader="never")).status_code == 422
    assert client.post(at("news", village), answers(second_reader="unless_only_cadre")).status_code == 302
    assert rules.rule_for(NEWS, village).second_reader == SecondReader.UNLESS_ONLY_CADRE


def test_where_the_regency_wants_ambassadors_a_village_wants_no_others(client, village, cadre):
    ReviewRule.objects.create(kind="news", second_reader="while_possible", approvers=Approvers.AMBASSADORS)
    enter(client, cadre)
    assert client.post(at("news", village), answers()).status_code == 422


def test_each_sets_only_what_is_theirs(
    client, village, neighbour, contributor, cadre, foreign_cadre, officer
):
    for person, expected in (
        (contributor, {LIST: 403, at("news"): 403, at("news", village): 404}),
        (cadre, {LIST: 200, at("news"): 403, at("news", village): 200, at("news", neighbour): 404}),
        (foreign_cadre, {LIST: 200, at("news"): 403, at("news", village): 404}),
        (officer, {LIST: 200, at("news"): 200, at("news", village): 404}),
    ):
        enter(client, person)
        for address, status in expected.items():
            assert client.get(address).status_code == status, (person.username, address)
            if address != LIST and status != 200:
                assert client.post(address, answers()).status_code == status
    assert not ReviewRule.objects.exists()
    assert client.get(f"{at('news')}{'9' * 30}/").status_code == 404
    enter(client, foreign_cadre)
    assert "Pematang Rahim" not in client.get(LIST).content.decode()


def test_in_a_paused_village_nobody_sets_anything(client, village, cadre, officer):
    pause_village(village, by=officer, notice="Sedang dijeda.", reason="Uji")
    enter(client, cadre)
    assert client.post(at("news", village), answers(second_reader="always")).status_code == 404
    assert not ReviewRule.objects.exists()


def test_the_list_costs_the_same_for_two_villages_and_for_ten(client, village, neighbour, officer):
    ambassador = member(Role.AMBASSADOR, village)
    appoint(user=ambassador, role=Role.AMBASSADOR, village=neighbour)

    def count(person) -> int:
        enter(client, person)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    few = count(ambassador), count(officer)
    for _ in range(8):
        place = VillageFactory()
        appoint(user=ambassador, role=Role.AMBASSADOR, village=place)
        ReviewRule.objects.create(kind="news", village=place, second_reader=SecondReader.ALWAYS)
    assert (count(ambassador), count(officer)) == few
