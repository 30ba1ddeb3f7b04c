"""The officer's form of a standard, as a browser sends it."""

from bs4 import BeautifulSoup
from django.urls import reverse

from tests.walls.ways import fields_of


def shown(client, address: str) -> dict:
    """Every field of the editor's form as it is shown at ``address``."""
    answer = client.get(address)
    assert answer.status_code == 200
    return fields_of(BeautifulSoup(answer.content, "html.parser").select_one("#w-editor-form"))


def edit_url(standard) -> str:
    return reverse("standards:edit", args=[standard.pk])


def saved(client, standard, **changes):
    """Open the form, change it and save: what the officer sees next."""
    return client.post(edit_url(standard), shown(client, edit_url(standard)) | changes, follow=True)
