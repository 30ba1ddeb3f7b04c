"""Inclusion notices, with everything above them."""

import factory

from inclusion.models import InclusionIndexPage, InclusionNoticePage
from tests.factories.village_pages import BranchPageFactory


class InclusionNoticePageFactory(BranchPageFactory):
    """``InclusionNoticePageFactory()``: a published notice that holds without an end."""

    class Meta:
        model = InclusionNoticePage

    class Params:
        index_model = InclusionIndexPage

    title = factory.Sequence(lambda n: f"Posyandu lansia {n}")
    audiences = ["elderly"]
    plain_summary = "Periksa tekanan darah.\nUntuk warga lansia.\nGratis."
