"""Residents whom a cadre has registered, and browsers on which they are signed in."""

from datetime import timedelta

import factory
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from comments.models import Resident, ResidentLink, ResidentSession
from comments.residents import numbers, pins, sessions
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

CARD_NUMBERS_FROM = 1_000_000
PIN = "815204"


def _card_number(first: int) -> str:
    return f"{first}{numbers.check_digit(str(first))}"


class ResidentFactory(factory.django.DjangoModelFactory):
    """``ResidentFactory(village=…, verified=True)``: active, without telephone and PIN, never linked.

    ``phone="+62…"`` gives a telephone, ``pin=PIN`` a PIN.
    """

    class Meta:
        model = Resident
        skip_postgeneration_save = True

    class Params:
        verified = factory.Trait(verified_at=factory.LazyFunction(timezone.now))
        phone = ""

    village = factory.SubFactory(VillageFactory)
    card_number = factory.Sequence(lambda n: _card_number(CARD_NUMBERS_FROM + n))
    display_name = factory.Sequence(lambda n: f"Warga Terdaftar {n}")
    phone_hash = factory.LazyAttribute(lambda o: numbers.phone_hash(o.phone) if o.phone else "")
    phone_ending = factory.LazyAttribute(lambda o: numbers.phone_ending(o.phone))

    @factory.post_generation
    def pin(self, create, extracted, **kwargs):
        if extracted:
            pins.keep(self, extracted)


def signed_in_resident(
    client: Client, resident: Resident, *, is_shared: bool = False, sure: bool = True
) -> ResidentSession:
    """Sign ``resident`` in on the browser ``client``, unless not ``sure`` with a PIN; returns the session."""
    response = HttpResponse()
    sure_since = timezone.now() - timedelta(days=3650) if sure else None
    session = sessions.begin(response, resident, is_shared=is_shared, sure_since=sure_since)
    client.cookies[sessions.COOKIE] = response.cookies[sessions.COOKIE].value
    return session


def resident_link(resident: Resident, **fields) -> tuple[ResidentLink, str]:
    """An open link of ``resident`` and its token: made by a cadre of the village, unless told."""
    if "by" not in fields:
        fields["by"] = member(Role.CADRE, resident.village)
    return ResidentLink.make(resident=resident, village=resident.village, **fields)
