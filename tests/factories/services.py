"""Public services, with everything above them."""

import factory

from services.models import ServiceIndexPage, ServicePage
from tests.factories.village_pages import BranchPageFactory


class ServicePageFactory(BranchPageFactory):
    """``ServicePageFactory()``: a published service of which only the name and the summary are known."""

    class Meta:
        model = ServicePage

    class Params:
        index_model = ServiceIndexPage

    title = factory.Sequence(lambda n: f"Surat keterangan {n}")
    summary = "Surat dari kantor desa untuk keperluan warga."
