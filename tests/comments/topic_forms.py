"""A guest, or who is signed in, in front of the form for topics."""

import re
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from comments.enums import TopicKind
from core.enums import Pillar
from tests.comments.conftest import Guest

WORDS = {
    "kind": TopicKind.REPORT,
    "title": "Jembatan kecil di RT 03 rusak",
    "body": "Papannya patah sejak banjir bulan lalu. Anak sekolah memutar jauh.",
    "pillar": Pillar.MOBILITY,
    "name": "Nurhayati",
    "place": "Dusun Mawar",
    "alt": "",
    "lanjutan": "",
}


def propose_url(space) -> str:
    return reverse("comments:propose", args=[space.translation_key])


def photo(size=(1200, 900), kind="JPEG", name="IMG_0231.jpg", **options) -> SimpleUploadedFile:
    """A photo as a telephone sends it."""
    output = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(output, kind, **options)
    return SimpleUploadedFile(name, output.getvalue(), content_type="image/jpeg")


class Proposer(Guest):
    """A visitor with one browser in front of the form for topics."""

    def form(self, page, query: str = "") -> dict[str, str]:
        response = self.client.get(propose_url(page) + query)
        assert response.status_code == 200, response.status_code
        return hidden(response)

    def send(self, page, **fields):
        """Post the form with good words unless ``fields`` say otherwise; a field that is None is left out."""
        opened = {} if {"csrfmiddlewaretoken", "stamp"} <= fields.keys() else self.form(page)
        values = WORDS | opened | fields
        return self.client.post(
            propose_url(page), {name: value for name, value in values.items() if value is not None}
        )


def hidden(response) -> dict[str, str]:
    """The hidden fields of the form in ``response``."""
    html = response.content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', html)[1]
        for name in ("csrfmiddlewaretoken", "stamp")
    }
