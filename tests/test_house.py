"""The house: imports and foreign keys run downstairs, the tree has its shape, names do not collide."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver
from wagtail.models import Page, get_page_models

from village_pages.opening import RESERVED_SLUGS, open_village

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {
    "core": 0,
    "people": 1,
    "village_pages": 2,
    "audit": 3,
    "offices": 4,
    "notifications": 5,
    "teams": 6,
    "editorial": 7,
    "safety": 8,
    "news": 9,
    "services": 9,
    "inclusion": 9,
    "comments": 9,
    "private_messages": 10,
    "opensid_import": 11,
    "example_content": 11,
}
# Parent > child, as in the contract. Information pages stand under the portal and under villages.
TREE = {
    ("Page", "RegencyHomePage"),
    ("RegencyHomePage", "VillagePage"),
    ("RegencyHomePage", "InformationPage"),
    ("VillagePage", "InformationPage"),
    ("VillagePage", "NewsIndexPage"),
    ("NewsIndexPage", "NewsArticlePage"),
    ("VillagePage", "ServiceIndexPage"),
    ("ServiceIndexPage", "ServicePage"),
    ("VillagePage", "InclusionIndexPage"),
    ("InclusionIndexPage", "InclusionNoticePage"),
    ("VillagePage", "CommunitySpacePage"),
}
ONE_PER_VILLAGE = {"NewsIndexPage", "ServiceIndexPage", "InclusionIndexPage", "CommunitySpacePage"}


def upward_keys(some_models: list[type[models.Model]]) -> list[str]:
    """Relations from a model to one of a higher floor, or to another app of the same floor."""
    found = []
    for model in some_models:
        app = model._meta.app_label
        for field in model._meta.get_fields(include_hidden=True):
            if app not in FLOORS or not field.is_relation or field.auto_created or not field.related_model:
                continue
            if getattr(field, "swappable_setting", None):
                continue  # names the setting AUTH_USER_MODEL, not the app: Wagtail's "uploaded by"
            target = field.related_model._meta.app_label
            if target in FLOORS and target != app and FLOORS[target] >= FLOORS[app]:
                found.append(f"{model.__name__}.{field.name} -> {target}")
    return found


def test_every_app_of_ours_stands_on_a_floor() -> None:
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours == set(FLOORS)


def test_layers_of_the_import_contract_are_these_floors() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    written = {app.strip(): floor for floor, layer in enumerate(reversed(layers)) for app in layer.split("|")}
    assert written == FLOORS


def test_no_foreign_key_points_upstairs() -> None:
    assert upward_keys(apps.get_models(include_auto_created=True)) == []


def test_a_planted_upward_foreign_key_is_found() -> None:
    class Planted(models.Model):
        village = models.ForeignKey("village_pages.VillagePage", models.CASCADE, related_name="+")

        class Meta:
            app_label = "core"
            managed = False

    try:
        assert upward_keys([Planted]) == ["Planted.village -> village_pages"]
    finally:
        del apps.all_models["core"]["planted"]
        apps.clear_cache()


def test_our_apps_are_not_shadowed_by_an_installed_package() -> None:
    for app in FLOORS:
        assert Path(apps.get_app_config(app).module.__file__).parent == ROOT / app


def test_the_page_tree_has_the_shape_of_the_contract() -> None:
    allowed = {
        (parent.__name__, child.__name__)
        for child in get_page_models()
        if child is not Page
        for parent in child.allowed_parent_page_models()
    }
    assert allowed == TREE


def test_a_village_has_one_index_of_each_kind() -> None:
    single = {model.__name__ for model in get_page_models() if model.max_count_per_parent == 1}
    assert single >= ONE_PER_VILLAGE


def test_every_first_level_address_is_reserved() -> None:
    first = {str(pattern.pattern).removeprefix("^").split("/")[0] for pattern in get_resolver().url_patterns}
    literal = {name for name in first if name and not set(name) & set("(<[\\")}
    assert {"admin", "akun", "cari", "komentar", "berkas", "healthz"} <= literal
    assert literal | {"static", "media", "feed", "berita", "layanan", "inklusi", "artikel"} <= RESERVED_SLUGS


@pytest.mark.django_db
def test_a_village_cannot_take_a_reserved_address() -> None:
    village, _ = open_village(code="15.07.99.2001", name="Admin", district="Contoh")
    assert village.slug not in RESERVED_SLUGS


def test_the_source_folder_is_not_a_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_file_has_a_name_that_says_nothing() -> None:
    for app in [*FLOORS, "site"]:
        for name in ("utils.py", "helpers.py", "common.py"):
            assert not list((ROOT / app).rglob(name))


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="not a git checkout")
def test_git_does_not_hide_the_settings() -> None:
    result = subprocess.run(
        ["git", "check-ignore", "site/config/urls.py", "site/config/settings/base.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert result.stdout == ""
