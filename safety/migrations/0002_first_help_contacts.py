"""The numbers with which a new site begins. Sure are those on which all sources agree (docs/decisions/0034)."""

from datetime import date

from django.db import migrations

CHECKED = date(2026, 11, 24)
# kind, name, telephone, WhatsApp, site, note, sure, source
FIRST = (
    ("violence", "SAPA 129", "129", "08111129129", "", "Gratis, 24 jam", True,
     "Delapan sumber 2021 sampai 2026; KemenPPPA"),
    ("violence", "UPTD PPA atau DP3A kabupaten", "", "", "", "", False,
     "Nomor dan alamat belum ditemukan; diisi Dinas"),
    ("violence", "Unit PPA Polres", "", "", "", "", False, "Nomor dan alamat belum ditemukan; diisi Dinas"),
    ("police", "Polisi 110", "110", "", "", "Gratis, 24 jam", True, "Nomor nasional"),
    ("medical", "Gawat darurat medis 119", "119", "", "", "Nomor nasional; sebut kabupaten dan desa Anda", True,
     "Nomor nasional; PSC setempat belum dipastikan"),
    ("medical", "SAR 115", "115", "", "", "", False, "Belum diperiksa"),
    ("disability", "DITA 143, Komisi Nasional Disabilitas", "143", "08111388143", "", "", False,
     "Sumber 2022 sampai 2024"),
    ("mental", "Kesehatan jiwa 119, lalu tekan 8", "119", "", "", "", False,
     "Sumber berbeda: tekan 8 atau 9"),
    ("complaint", "LAPOR!", "", "", "https://www.lapor.go.id/", "", True,
     "Kanal nasional"),
    ("complaint", "Ombudsman RI 137", "137", "", "", "", False, "Belum diperiksa"),
    ("other", "LPSK 148", "148", "", "", "", False, "Belum diperiksa"),
)  # fmt: skip


def add_first(apps, schema_editor):
    contacts = apps.get_model("safety", "HelpContact").objects
    if contacts.exists():
        return
    contacts.bulk_create(
        contacts.model(
            kind=kind,
            name=name,
            phone=phone,
            whatsapp=whatsapp,
            website=website,
            note=note,
            is_sure=is_sure,
            checked_on=CHECKED if is_sure else None,
            source=source,
            place=place,
        )
        for place, (kind, name, phone, whatsapp, website, note, is_sure, source) in enumerate(FIRST)
    )


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_help_contacts")]

    operations = [migrations.RunPython(add_first, migrations.RunPython.noop, elidable=False)]
