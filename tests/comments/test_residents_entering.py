"""How residents come in and go: cases 19 to 25 of the forty, as far as they are about residents."""

import re
import threading
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import consent, limits
from comments.models import LimitCounter, Resident, ResidentLink, ResidentSession
from comments.residents import entering, pins, registering, sessions
from tests.factories.residents import PIN, ResidentFactory, resident_link, signed_in_resident
from village_pages import life
from village_pages.enums import Role
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db

PHONE = "+6281234567890"
TYPED_PHONE = "0812 3456 7890"
AGREED = {"consent": "on", "adult": "on"}
WRONG = "904417"
SIGN_IN = "/komentar/saya/masuk/"


def link_url(token: str) -> str:
    return reverse("comments:open_link", args=[token])


def signing_in(client: Client, number: str, pin: str = PIN, **fields):
    return client.post(SIGN_IN, {"number": number, "pin": pin, **fields})


def without_noise(response) -> str:
    """An answer's words without token, and without what was typed."""
    words = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r'name="number" value="[^"]*"', "", words)


@pytest.fixture
def resident(village):
    return ResidentFactory(village=village, display_name="Ibu Nurhayati", pin=PIN)


@pytest.fixture
def token(resident, cadre):
    return resident_link(resident, by=cadre)[1]


class TestLink:
    def test_looking_spends_nothing_and_the_button_lets_in(self, client, resident, token):
        for method in (client.get, client.head, client.get):
            response = method(link_url(token))
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            assert response["Referrer-Policy"] == "same-origin"
            assert sessions.COOKIE not in response.cookies
        assert ResidentLink.objects.open().exists()
        text = client.get(link_url(token)).content.decode()
        assert "Ibu Nurhayati" in text
        assert str(consent.current().paragraphs[0]) in text
        assert re.search(r'name="shared"[^>]* checked', text)

        response = client.post(link_url(token), AGREED)
        assert (response.status_code, response["Location"]) == (303, reverse("comments:choose_pin"))
        assert "no-store" in response["Cache-Control"]
        cookie = response.cookies[sessions.COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/komentar/"
        resident.refresh_from_db()
        assert resident.consent_version == str(consent.current().version)
        assert resident.consented_at
        assert not ResidentSession.objects.get().is_shared
        assert "Ibu Nurhayati" in client.get(reverse("comments:phones")).content.decode()

    def test_a_shared_telephone_keeps_nobody_in(self, client, token):
        response = client.post(link_url(token), AGREED | {"shared": "on"})
        assert response.cookies[sessions.COOKIE]["max-age"] == ""
        assert ResidentSession.objects.get().expires_at < timezone.now() + timedelta(hours=3)

    @pytest.mark.parametrize("missing", ["consent", "adult"])
    def test_without_consent_or_age_the_link_stays_unused_and_the_page_says_what_is_missing(
        self, client, token, missing
    ):
        response = client.post(link_url(token), {name: "on" for name in AGREED if name != missing})
        text = response.content.decode()
        assert response.status_code == 422
        assert "Ada masalah" in text
        assert f'href="#isian-{missing}"' in text
        assert ResidentLink.objects.open().exists()
        assert not ResidentSession.objects.exists()

    def test_used_twice_it_does_nothing_the_second_time(self, client, token):
        client.post(link_url(token), AGREED)
        other = Client()
        for response in (other.get(link_url(token)), other.post(link_url(token), AGREED)):
            assert response.status_code == 410
            assert "Temui kader" in response.content.decode()
        assert ResidentSession.objects.count() == 1

    @pytest.mark.parametrize(
        "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x", lambda t: t * 9]
    )
    def test_altered_it_does_nothing_and_says_the_same(self, client, token, change):
        response = client.post(link_url(change(token)), AGREED)
        assert response.status_code == 404
        assert entering.void() in response.content.decode()
        assert not ResidentSession.objects.exists()

    @pytest.mark.parametrize("junk", ["%00", "%ff", "%E2%80%AE", "a%0d%0ab", "1" * 3000])
    def test_junk_in_its_place_is_no_error(self, client, junk):
        assert client.get(f"/komentar/saya/tautan/{junk}/").status_code == 404

    def test_it_ends_after_three_days(self, client, token):
        with time_machine.travel(timezone.now() + timedelta(hours=73)):
            assert client.post(link_url(token), AGREED).status_code == 410

    def test_it_ends_with_a_ban_with_erasure_and_with_a_newer_one(self, client, resident, cadre):
        _link, banned = resident_link(resident, by=cadre)
        Resident.objects.filter(pk=resident.pk).update(status="banned")
        assert client.post(link_url(banned), AGREED).status_code == 410
        Resident.objects.filter(pk=resident.pk).update(status="active", erasure_asked_at=timezone.now())
        assert client.post(link_url(banned), AGREED).status_code == 410
        Resident.objects.filter(pk=resident.pk).update(erasure_asked_at=None)
        registering.make_link(resident, by=cadre)
        assert client.post(link_url(banned), AGREED).status_code == 410
        assert not ResidentSession.objects.exists()

    def test_it_ends_with_its_makers_role_and_while_the_village_is_paused(
        self, client, village, resident, cadre, officer
    ):
        _link, token = resident_link(resident, by=cadre)
        life.pause(village, by=officer, reason="Banjir", notice="Banjir")
        assert client.post(link_url(token), AGREED).status_code == 410
        life.resume(village, by=officer, reason="Surut")
        assert client.get(link_url(token)).status_code == 200
        dismiss(cadre.memberships.get(), by=officer)
        assert client.post(link_url(token), AGREED).status_code == 410

    def test_it_resets_the_wait_after_wrong_pins(self, client, resident, token):
        for _n in range(5):
            pins.take_try(resident)
        client.post(link_url(token), AGREED)
        resident.refresh_from_db()
        assert (resident.pin_tries, resident.pin_wait_until) == (0, None)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_phones_at_once_one_gets_in(self, token):
        barrier, statuses = threading.Barrier(2), []

        def opened():
            barrier.wait()
            try:
                statuses.append(Client().post(link_url(token), AGREED).status_code)
            finally:
                connection.close()

        threads = [threading.Thread(target=opened) for _n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [303, 410]
        assert ResidentSession.objects.count() == 1

    def test_the_log_of_the_server_hides_its_token(self, client, caplog):
        from teams.log_filter import ADDRESS

        assert (
            ADDRESS.sub(r"\1…", "Not Found: /komentar/saya/tautan/rahasia/")
            == "Not Found: /komentar/saya/tautan/…/"
        )


@pytest.fixture
def officer(db):
    from tests.factories.village_pages import member

    return member(Role.OFFICER)


class TestSigningIn:
    @pytest.mark.parametrize("number", ["card", TYPED_PHONE, "+62 812 3456 7890"])
    def test_by_card_or_phone(self, client, village, number):
        resident = ResidentFactory(village=village, phone=PHONE, pin=PIN)
        response = signing_in(client, resident.shown_card_number if number == "card" else number)
        assert (response.status_code, response["Location"]) == (303, reverse("comments:mine"))
        assert ResidentSession.objects.get().resident == resident

    def test_never_by_name(self, client, resident):
        assert signing_in(client, resident.display_name).status_code == 422
        assert not ResidentSession.objects.exists()

    def test_known_unknown_banned_and_without_pin_are_told_alike(self, client, village, resident):
        answers = [
            signing_in(client, resident.card_number, WRONG),
            signing_in(client, "20000008", WRONG),
            signing_in(client, ResidentFactory(village=village, pin=PIN, status="banned").card_number, PIN),
            signing_in(client, ResidentFactory(village=village).card_number, WRONG),
            signing_in(client, "0813 9999 9999", WRONG),
            signing_in(client, "<svg>", WRONG),
        ]
        assert {response.status_code for response in answers} == {422}
        assert len({without_noise(response) for response in answers}) == 1
        assert all(WRONG not in response.content.decode() for response in answers)

    def test_known_and_unknown_cost_the_same_work(self, village, monkeypatch):
        ResidentFactory(village=village, phone=PHONE, pin=PIN)
        known = Resident.objects.get()
        for numbers_typed in ((known.card_number, "20000008"), (TYPED_PHONE, "0813 9999 9999")):
            work = []
            for number in numbers_typed:
                done = []
                monkeypatch.setattr(pins, "check_password", lambda *a, done=done: done.append(1))
                monkeypatch.setattr(pins, "make_password", lambda *a, done=done: done.append(1))
                entering.resident_with(number, WRONG)
                work.append(len(done))
            assert work[0] == work[1] > 0

    def test_after_five_wrong_tries_even_the_right_pin_waits_ever_longer(self, client, resident):
        start = timezone.now()
        with time_machine.travel(start, tick=False) as clock:
            for _n in range(5):
                assert signing_in(client, resident.card_number, WRONG).status_code == 422
            waited = []
            for minutes in (1, 5, 15, 60, 60):
                refused = signing_in(client, resident.card_number)
                assert refused.status_code == 422
                assert "5, 15, dan 60 menit" in refused.content.decode()
                clock.shift(timedelta(minutes=minutes) - timedelta(seconds=1))
                assert signing_in(client, resident.card_number).status_code == 422
                clock.shift(timedelta(seconds=1))
                assert signing_in(client, resident.card_number, WRONG).status_code == 422
                waited.append(minutes)
            clock.shift(timedelta(hours=1))
            assert signing_in(client, resident.card_number).status_code == 303
        resident.refresh_from_db()
        assert (resident.pin_tries, resident.pin_wait_until) == (0, None)

    def test_waiting_is_told_like_a_wrong_pin(self, client, resident):
        answers = {without_noise(signing_in(client, resident.card_number, WRONG)) for _n in range(7)}
        assert len(answers) == 1

    @pytest.mark.django_db(transaction=True)
    def test_parallel_tries_are_counted_like_one_after_the_other(self, resident):
        barrier, taken = threading.Barrier(12), []

        def tried():
            barrier.wait()
            try:
                taken.append(pins.take_try(resident))
            finally:
                connection.close()

        threads = [threading.Thread(target=tried) for _n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert taken.count(True) == pins.FREE_TRIES

    def test_in_a_household_the_pin_decides(self, client, village):
        mother = ResidentFactory(village=village, phone=PHONE, pin="815204")
        daughter = ResidentFactory(village=village, phone=PHONE, pin="739158")
        assert signing_in(client, TYPED_PHONE, "739158").status_code == 303
        assert ResidentSession.objects.get().resident == daughter
        mother.refresh_from_db()
        assert mother.pin_tries == 0, "the daughter's PIN is no wrong try of the mother's"

    def test_the_own_pin_opens_no_second_guess_at_anothers(self, client, village):
        mother = ResidentFactory(village=village, phone=PHONE, pin="815204")
        ResidentFactory(village=village, phone=PHONE, pin="739158")
        for _n in range(4):
            signing_in(client, TYPED_PHONE, WRONG)
        signing_in(client, TYPED_PHONE, "739158")
        signing_in(client, TYPED_PHONE, WRONG)
        assert signing_in(client, TYPED_PHONE, "815204").status_code == 422
        mother.refresh_from_db()
        assert mother.pin_wait_until is not None

    def test_the_same_pin_in_a_household_asks_for_the_card(self, client, village):
        one = ResidentFactory(village=village, phone=PHONE, pin=PIN)
        ResidentFactory(village=village, phone=PHONE, pin=PIN)
        response = signing_in(client, TYPED_PHONE)
        assert response.status_code == 422
        assert "nomor kartu Anda" in response.content.decode()
        assert not ResidentSession.objects.exists()
        assert signing_in(client, one.card_number).status_code == 303

    def test_another_number_with_the_pin_of_this_one_opens_nothing(self, client, village, resident):
        other = ResidentFactory(village=village, pin="739158")
        assert signing_in(client, other.card_number, PIN).status_code == 422

    def test_the_number_stays_in_the_form_and_the_pin_does_not(self, client, resident):
        text = signing_in(client, resident.card_number, WRONG).content.decode()
        assert f'value="{resident.card_number}"' in text
        assert (WRONG not in text and 'href="#' in text) or "Ada masalah" in text

    def test_many_tries_from_one_address_are_told_when_and_neighbours_pass(
        self, client, resident, monkeypatch
    ):
        for _n in range(40):
            assert signing_in(Client(), "20000008", WRONG).status_code == 422
        assert signing_in(client, resident.card_number).status_code == 303
        LimitCounter.objects.update(n=limits.SIGN_IN_ADDRESS.most)
        response = signing_in(Client(), resident.card_number)
        assert response.status_code == 429
        assert resident.card_number in response.content.decode()

    def test_an_old_secret_still_lets_in(self, client, village, settings):
        resident = ResidentFactory(village=village, phone=PHONE, pin=PIN)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "rahasia-baru" * 6
        assert entering.resident_with(TYPED_PHONE, PIN) == resident

    @pytest.mark.parametrize(
        "address",
        [
            "//evil.example/",
            "/\\evil.example",
            "https:evil.example",
            "https://evil.example/komentar/",
            "/komentar/\t//evil",
            "/komentar/\n",
            "%2f%2fevil.example",
            "http://testserver@evil.example/",
            "javascript:alert(1)",
            "/admin/",
            "komentar/saya/",
            "\x00",
        ],
    )
    def test_it_leads_nowhere_else(self, client, resident, address):
        response = signing_in(client, resident.card_number, next=address)
        assert (response.status_code, response["Location"]) == (303, reverse("comments:mine"))
        page = client.get(SIGN_IN, {"next": address})
        assert 'name="next"' not in page.content.decode()

    def test_it_leads_back_to_the_form_of_a_comment(self, client, resident, article):
        form = reverse("comments:write", args=[article.translation_key])
        page = client.get(SIGN_IN, {"next": form})
        assert f'name="next" value="{form}"' in page.content.decode()
        assert signing_in(client, resident.card_number, next=form)["Location"] == form

    @pytest.mark.parametrize("field", ["number", "pin"])
    @pytest.mark.parametrize("junk", ["\x00", "9" * 4000, "-1", "1e9", "%s{0}", "\ud800", "٣", "' OR 1=1"])
    def test_junk_is_a_form_error(self, client, resident, field, junk):
        fields = {"number": resident.card_number, "pin": PIN} | {field: junk.encode("utf-8", "surrogatepass")}
        answer = client.post(SIGN_IN, urlencode(fields), content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 422
        assert not ResidentSession.objects.exists()


class TestSession:
    def test_a_planted_cookie_is_never_taken_over(self, client, resident):
        client.cookies[sessions.COOKIE] = "ditanam-orang-lain"
        signing_in(client, resident.card_number)
        assert client.cookies[sessions.COOKIE].value != "ditanam-orang-lain"
        other = Client()
        other.cookies[sessions.COOKIE] = "ditanam-orang-lain"
        assert other.get(reverse("comments:phones")).status_code == 303

    def test_signing_in_again_ends_the_session_before_also_of_somebody_else(self, client, village, resident):
        signed_in_resident(client, ResidentFactory(village=village))
        before = client.cookies[sessions.COOKIE].value
        signing_in(client, resident.card_number, shared="on")
        assert client.cookies[sessions.COOKIE].value != before
        assert ResidentSession.objects.get().resident == resident

    def test_after_leaving_a_copy_of_the_cookie_opens_nothing(self, client, resident):
        signed_in_resident(client, resident)
        copy = client.cookies[sessions.COOKIE].value
        response = client.post(reverse("comments:sign_out"))
        assert response.status_code == 303
        assert response.cookies[sessions.COOKIE].value == ""
        other = Client()
        other.cookies[sessions.COOKIE] = copy
        assert other.get(reverse("comments:phones"))["Location"].startswith(SIGN_IN)

    def test_leaving_also_forgets_the_comment_that_a_code_had_opened(self, client, resident):
        signed_in_resident(client, resident)
        response = client.post(reverse("comments:sign_out"))
        assert response.cookies["milik"].value == ""

    def test_nothing_of_a_person_is_stored_by_a_browser(self, client, resident, token):
        signed_in_resident(client, resident)
        for address in (SIGN_IN, reverse("comments:choose_pin"), reverse("comments:phones"), link_url(token)):
            response = client.get(address)
            assert response.status_code == 200
            assert {"no-store", "private"} <= set(response["Cache-Control"].replace(" ", "").split(","))
            assert response["X-Robots-Tag"] == "noindex"

    def test_a_ban_and_the_end_of_a_shared_telephone_end_it(self, client, resident):
        signed_in_resident(client, resident, is_shared=True)
        phones = reverse("comments:phones")
        assert client.get(phones).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
            assert client.get(phones).status_code == 303
        Resident.objects.filter(pk=resident.pk).update(status="banned")
        assert client.get(phones).status_code == 303

    def test_a_resident_is_nobody_in_the_admin(self, client, resident):
        signed_in_resident(client, resident)
        client.cookies[sessions.COOKIE]["path"] = "/"
        assert client.get("/admin/").status_code == 302

    def test_lists_phones_and_ends_one_or_all_others(self, client, village, resident):
        here = signed_in_resident(client, resident)
        others = [signed_in_resident(Client(), resident) for _n in range(3)]
        foreign = signed_in_resident(Client(), ResidentFactory(village=village))
        phones = reverse("comments:phones")
        text = client.get(phones).content.decode()
        assert text.count('name="akhiri"') == 5
        assert f'value="{foreign.pk}"' not in text
        client.post(phones, {"akhiri": others[0].pk})
        assert resident.sessions.count() == 3
        for junk in (foreign.pk, "-1", "10" * 30, "abc", "", "\x00", "٣"):
            assert client.post(phones, {"akhiri": junk}).status_code == 303
        assert resident.sessions.count() == 3
        assert ResidentSession.objects.filter(pk=foreign.pk).exists()
        client.post(phones, {"akhiri": "lainnya"})
        assert list(resident.sessions.all()) == [here]
        assert client.post(phones, {"akhiri": here.pk})["Location"] == SIGN_IN
        assert not resident.sessions.exists()


class TestPin:
    def choose(self, client, pin, again=None, **fields):
        return client.post(reverse("comments:choose_pin"), {"pin": pin, "again": again or pin, **fields})

    @pytest.mark.parametrize(
        "pin",
        [
            "123456",
            "654321",
            "000000",
            "111222",
            "121212",
            "123123",
            "123321",
            "890123",
            "12345",
            "1" * 13,
            "abcdef",
            "",
        ],
    )
    def test_what_is_easily_guessed_is_refused(self, client, village, pin):
        resident = ResidentFactory(village=village)
        signed_in_resident(client, resident)
        response = self.choose(client, pin)
        assert response.status_code == 422
        assert "Ada masalah" in response.content.decode()
        resident.refresh_from_db()
        assert not resident.pin_hash

    def test_the_card_number_is_no_pin(self, client, village):
        resident = ResidentFactory(village=village, card_number="71830524")
        signed_in_resident(client, resident)
        for pin in ("71830524", "718305", "425038"):
            assert self.choose(client, pin).status_code == 422

    def test_it_is_kept_slowly_hashed_with_the_sites_secret(self, client, village, settings):
        resident = ResidentFactory(village=village)
        session = signed_in_resident(client, resident)
        signed_in_resident(Client(), resident)
        assert self.choose(client, PIN, "739158").status_code == 422
        assert self.choose(client, PIN).status_code == 303
        resident.refresh_from_db()
        assert PIN not in resident.pin_hash
        assert pins.matches(PIN, resident.pin_hash)
        assert list(resident.sessions.all()) == [session], "other phones are signed out"
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "lain" * 20, []
        assert not pins.matches(PIN, resident.pin_hash)

    def test_another_needs_the_one_of_now_and_its_tries_are_counted(self, client, resident):
        signed_in_resident(client, resident)
        assert self.choose(client, "739158").status_code == 422
        for _n in range(5):
            assert self.choose(client, "739158", old_pin=WRONG).status_code == 422
        assert self.choose(client, "739158", old_pin=PIN).status_code == 422
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            assert self.choose(client, "739158", old_pin=PIN).status_code == 303
        resident.refresh_from_db()
        assert pins.matches("739158", resident.pin_hash)

    def test_a_guest_has_none_to_choose(self, client):
        assert client.get(reverse("comments:choose_pin"))["Location"].startswith(SIGN_IN)
        assert self.choose(client, PIN)["Location"].startswith(SIGN_IN)


class TestForgery:
    def posts(self, resident, token) -> dict[str, dict]:
        return {
            link_url(token): AGREED,
            SIGN_IN: {"number": resident.card_number, "pin": PIN},
            reverse("comments:sign_out"): {},
            reverse("comments:choose_pin"): {"pin": "739158", "again": "739158", "old_pin": PIN},
            reverse("comments:phones"): {"akhiri": "lainnya"},
        }

    def test_each_post_needs_its_token(self, resident, token):
        client = Client(enforce_csrf_checks=True)
        signed_in_resident(client, resident)
        signed_in_resident(Client(), resident)
        before = self.state()
        for address, fields in self.posts(resident, token).items():
            assert client.post(address, fields).status_code == 403, address
            foreign = {"csrfmiddlewaretoken": "a" * 64}
            assert client.post(address, fields | foreign).status_code == 403, address
        assert self.state() == before

    def test_another_site_sends_nothing(self, resident, token):
        client = Client(enforce_csrf_checks=True)
        signed_in_resident(client, resident)
        words = client.get(SIGN_IN).content.decode()
        right = {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', words)[1]}
        before = self.state()
        for address, fields in self.posts(resident, token).items():
            for origin in ("https://evil.example", "null"):
                answer = client.post(address, fields | right, headers={"origin": origin})
                assert answer.status_code == 403, (address, origin)
        assert self.state() == before

    def test_looking_changes_nothing(self, client, resident, token):
        signed_in_resident(client, resident)
        before = self.state()
        for address, fields in self.posts(resident, token).items():
            client.get(address, fields)
            client.get(address, fields, headers={"x-http-method-override": "POST"})
            client.get(address, fields | {"_method": "POST"})
            assert client.put(address).status_code == 405
        assert self.state() == before

    def test_a_large_body_is_not_read(self, client, resident, token):
        for address in self.posts(resident, token):
            assert client.post(address, {"number": "1" * 500_000}).status_code == 413

    def state(self):
        return (
            list(ResidentSession.objects.order_by("pk").values_list("token_hash", flat=True)),
            list(ResidentLink.objects.order_by("pk").values_list("used_at", "revoked_at")),
            list(Resident.objects.order_by("pk").values_list("pin_hash", "pin_tries")),
        )
