"""Inclusion notices, with everything above them."""

from datetime import timedelta

import factory
from django.utils import timezone

from inclusion.models import InclusionIndexPage, InclusionNoticePage
from tests.factories.village_pages import BranchPageFactory


class InclusionNoticePageFactory(BranchPageFactory):
    """``InclusionNoticePageFactory()``: a published notice that holds for a year."""

    class Meta:
        model = InclusionNoticePage

    class Params:
        index_model = InclusionIndexPage

    title = factory.Sequence(lambda n: f"Posyandu lansia {n}")
    audiences = ["elderly"]
    valid_until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=365))
    plain_summary = "Periksa tekanan darah.\nUntuk warga lansia.\nGratis."
