"""A service of which everything is known."""

from services.aspects import Aspect
from services.models import (
    ServiceDifference,
    ServiceForm,
    ServiceOffice,
    ServicePage,
    ServiceQuestion,
    ServiceRequirement,
    ServiceStep,
)
from tests.factories.core import CustomDocumentFactory
from tests.factories.offices import OfficeFactory, contact, weekly
from tests.factories.services import ServicePageFactory


def full_service(village, rows: int = 2, **fields) -> ServicePage:
    """A page of ``village`` without a gap, ``rows`` of each kind. With ``standard`` all is different."""
    values = {
        "fee_kind": "amount",
        "fee_amount": 15_000,
        "fee_taken_by": "Dinas Dukcapil",
        "duration": "Paling lama 1 hari kerja",
        "for_whom": "Warga berumur 17 tahun",
        "may_act_for": "Keluarga dengan surat kuasa",
        "result": "Surat keterangan",
        "validity": "3 bulan",
        "online": "partly",
        "special_help": "Petugas datang ke rumah lansia",
        "complaints": "Sekretaris desa, lalu lapor.go.id",
        "legal_basis": "UU 25/2009 Pelayanan Publik\nPermendagri 2/2017",
        "notes": "Bukan pengganti KTP.",
        "rows": {
            "requirements": [
                ServiceRequirement(
                    text=f"Kartu keluarga {n}", paper="copy", copies=2, condition="bila hilang"
                )
                for n in range(rows)
            ],
            "steps": [
                ServiceStep(text="Isi surat", actor="Pemohon", place="loket"),
                *(
                    ServiceStep(text=f"Datang ke loket {n}", where="outside", place="Muara Sabak")
                    for n in range(rows)
                ),
            ],
            "offices": [
                ServiceOffice(
                    office=OfficeFactory(
                        village=village,
                        name=f"Posyandu {n}",
                        access="Jalur landai ada",
                        hours=weekly(1, 3),
                        contacts=[contact(f"Bidan {n}", "0813-0000-0000")],
                    )
                )
                for n in range(rows)
            ],
            "forms": [
                ServiceForm(label=f"Formulir {n}", document=CustomDocumentFactory(village=village))
                for n in range(rows)
            ]
            + [ServiceForm(label="Surat pernyataan")],
            "questions": [
                ServiceQuestion(question=f"Boleh diwakili {n}?", answer="Boleh, dengan surat kuasa.")
                for n in range(rows)
            ],
        },
    }
    if "standard" in fields:
        values["rows"]["differences"] = [
            ServiceDifference(aspect=aspect, reason=f"menurut Perdes {n} Tahun 2026")
            for n, aspect in enumerate(Aspect.values, start=1)
        ]
    return ServicePageFactory(village=village, **(values | fields))
