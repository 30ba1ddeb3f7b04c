"""What people do with their own accounts stands in the log of the villages in which they work."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Act
from audit.words import phrase_for
from people.enums import AccountChange
from people.models import User
from tests.factories.people import PASSWORD, UserFactory, code_of
from tests.factories.village_pages import VillageFactory, member
from tests.people.test_mail_address import choose_new_password, mailed_to
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db

NEW = "sandi-lain-yang-panjang"


@pytest.fixture
def cadre():
    return member(Role.CADRE, VillageFactory(), username="siti", display_name="Siti Rahma")


@pytest.fixture
def own(cadre):
    client = Client()
    client.post("/akun/login/", {"login": "siti", "password": PASSWORD})
    return client


def told() -> list[str]:
    """The acts about Siti's account, of which she herself is the doer."""
    acts = Act.objects.filter(verb__startswith="account.", object_name="Siti Rahma").order_by("pk")
    assert {act.actor_name for act in acts} <= {"Siti Rahma"}
    return [act.verb.removeprefix("account.") for act in acts]


def test_a_changed_mail_address_is_told_without_the_address(own, cadre):
    own.post(reverse("account_email"), {"email": "siti@example.test"})
    own.post(reverse("account_email"), {"email": "siti@example.test"})  # nothing new
    act = Act.objects.get(verb="account.mail")
    assert act.village_code == cadre.memberships.get().village.code
    assert "example.test" not in f"{act.before}{act.after}{act.reason}"
    assert phrase_for(act.verb) == "Email akun diganti"


def test_a_changed_password_is_told(own):
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    own.post(reverse("account_change_password"), form)
    assert told() == [AccountChange.PASSWORD]


def test_a_password_by_mail_is_told(client, cadre):
    User.objects.filter(pk=cadre.pk).update(email="siti@example.test")
    choose_new_password(client, mailed_to("siti@example.test")[0])
    assert told() == [AccountChange.PASSWORD_BY_MAIL]


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_set_up_replaced_and_taken_off_is_told_once_each(own):
    for name in ("mfa_activate_totp", "mfa_replace_totp"):
        secret = own.get(reverse(name)).context["form"].secret
        own.post(reverse(name), {"code": code_of(secret)})
    own.post(reverse("mfa_generate_recovery_codes"))
    own.post(reverse("mfa_deactivate_totp"))
    assert told() == [
        AccountChange.FACTOR_ADDED,
        AccountChange.FACTOR_REPLACED,
        AccountChange.RECOVERY_CODES,
        AccountChange.FACTOR_REMOVED,
    ]


def test_it_is_told_in_every_village_of_the_person_and_else_in_the_regencys_log(own, cadre):
    neighbour = VillageFactory()
    appoint(user=cadre, role=Role.AMBASSADOR, village=neighbour)
    own.post(reverse("account_email"), {"email": "siti@example.test"})
    codes = [membership.village.code for membership in cadre.memberships.select_related("village")]
    assert sorted(Act.objects.filter(verb="account.mail").values_list("village_code", flat=True)) == sorted(
        codes
    )
    UserFactory(username="tamu")
    guest = Client()
    guest.post("/akun/login/", {"login": "tamu", "password": PASSWORD})
    guest.post(reverse("account_email"), {"email": "tamu@example.test"})
    assert Act.objects.latest("pk").village_code == ""


def test_the_acts_are_found_among_those_about_people(own, cadre):
    own.post(reverse("account_email"), {"email": "siti@example.test"})
    page = own.get(f"{reverse('acts')}?jenis=petugas")
    assert "Email akun diganti" in page.content.decode()


def write_name(client, name):
    """Send the whole page of the account, as a browser does."""
    themes = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    form = {"name_email-display_name": name, "locale-current_time_zone": "", **themes}
    return client.post("/admin/account/", form)


def test_the_own_name_is_changed_on_the_account_page_and_told(own, cadre):
    page = own.get("/admin/account/").content.decode()
    assert 'name="name_email-display_name"' in page
    assert 'value="Siti Rahma"' in page
    assert "jawaban resmi" in page
    assert "first_name" not in page
    write_name(own, "Siti Rahmawati")
    cadre.refresh_from_db()
    assert cadre.display_name == "Siti Rahmawati"
    act = Act.objects.get(verb="account.name")
    assert (act.before, act.after) == ("Siti Rahma", "Siti Rahmawati")


@pytest.mark.parametrize(
    ("name", "error"), [("", "Tulis nama Anda."), ("Siti\u202eamhaR", "Tulis nama tanpa tanda khusus")]
)
def test_a_name_that_nobody_could_read_is_refused_in_indonesian(own, cadre, name, error):
    assert error in write_name(own, name).content.decode()
    cadre.refresh_from_db()
    assert cadre.display_name == "Siti Rahma"
