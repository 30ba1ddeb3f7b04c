"""Fixed vocabularies of the programme, shared by every content type."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pillar(models.TextChoices):
    """The six pillars of Desa Cerdas (general guide, Kepmendesa PDTT 55/2024)."""

    PEOPLE = "people", _("Masyarakat cerdas")
    ECONOMY = "economy", _("Ekonomi cerdas")
    GOVERNANCE = "governance", _("Tata kelola cerdas")
    ENVIRONMENT = "environment", _("Lingkungan cerdas")
    LIVING = "living", _("Kehidupan cerdas")
    MOBILITY = "mobility", _("Mobilitas cerdas")


class SdgsGoal(models.IntegerChoices):
    """The eighteen SDGs Desa goals, numbered as in Permendesa PDTT 21/2020."""

    NO_POVERTY = 1, _("Desa Tanpa Kemiskinan")
    NO_HUNGER = 2, _("Desa Tanpa Kelaparan")
    HEALTH = 3, _("Desa Sehat dan Sejahtera")
    EDUCATION = 4, _("Pendidikan Desa Berkualitas")
    WOMEN = 5, _("Keterlibatan Perempuan Desa")
    WATER = 6, _("Desa Layak Air Bersih dan Sanitasi")
    ENERGY = 7, _("Desa Berenergi Bersih dan Terbarukan")
    GROWTH = 8, _("Pertumbuhan Ekonomi Desa Merata")
    INFRASTRUCTURE = 9, _("Infrastruktur dan Inovasi Desa Sesuai Kebutuhan")
    EQUALITY = 10, _("Desa Tanpa Kesenjangan")
    SETTLEMENTS = 11, _("Kawasan Permukiman Desa Aman dan Nyaman")
    CONSUMPTION = 12, _("Konsumsi dan Produksi Desa Sadar Lingkungan")
    CLIMATE = 13, _("Desa Tanggap Perubahan Iklim")
    SEA = 14, _("Desa Peduli Lingkungan Laut")
    LAND = 15, _("Desa Peduli Lingkungan Darat")
    PEACE = 16, _("Desa Damai Berkeadilan")
    PARTNERSHIP = 17, _("Kemitraan untuk Pembangunan Desa")
    INSTITUTIONS = 18, _("Kelembagaan Desa Dinamis dan Budaya Desa Adaptif")


class Weekday(models.IntegerChoices):
    """ISO weekdays: Monday is 1, Sunday is 7."""

    MONDAY = 1, _("Senin")
    TUESDAY = 2, _("Selasa")
    WEDNESDAY = 3, _("Rabu")
    THURSDAY = 4, _("Kamis")
    FRIDAY = 5, _("Jumat")
    SATURDAY = 6, _("Sabtu")
    SUNDAY = 7, _("Minggu")
