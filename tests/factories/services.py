"""Public services, with everything above them, and the standards of the regency."""

import factory

from services.models import ServiceIndexPage, ServicePage, ServiceStandard
from tests.factories.village_pages import BranchPageFactory


class ServicePageFactory(BranchPageFactory):
    """``ServicePageFactory()``: a published service of which only the name and the summary are known."""

    class Meta:
        model = ServicePage

    class Params:
        index_model = ServiceIndexPage

    title = factory.Sequence(lambda n: f"Surat keterangan {n}")
    summary = "Surat dari kantor desa untuk keperluan warga."


class StandardFactory(factory.django.DjangoModelFactory):
    """``StandardFactory(title="KTP", rows={"requirements": [StandardRequirement(...)]})``."""

    class Meta:
        model = ServiceStandard

    title = factory.Sequence(lambda n: f"Layanan kabupaten {n}")
    slug = factory.Sequence(lambda n: f"layanan-kabupaten-{n}")
    summary = "Surat resmi untuk warga."

    @classmethod
    def _create(cls, model_class, *args, rows=None, **fields):
        standard = model_class(**fields)
        for name, entries in (rows or {}).items():
            setattr(standard, name, entries)
        standard.save()
        return standard
