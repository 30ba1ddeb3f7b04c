"""What a public form takes at all, before anything in it is read: kind, size, files, origin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from comments.models import Report
from comments.views.answers import LARGEST_BODY, public_form
from tests.factories.comments import ResidentCommentFactory

ADDRESS = "/komentar/coba/"


@public_form()
def words_only(request):
    return HttpResponse("diterima")


@public_form(files=("photo",), largest=LARGEST_BODY + 100_000)
def with_a_photo(request):
    return HttpResponse("diterima")


def photo(size: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", b"x" * size, content_type="image/jpeg")


def status(view, data=None, **extra) -> int:
    return view(RequestFactory().post(ADDRESS, data, **extra)).status_code


def test_a_form_without_a_field_for_files_takes_none():
    assert status(words_only, {"body": "Kata"}) == 200
    assert status(words_only, {"body": "Kata", "photo": photo()}) == 400


def test_a_field_for_a_photo_takes_one_and_no_other_field_takes_any():
    assert status(with_a_photo, {"body": "Kata"}) == 200
    assert status(with_a_photo, {"photo": photo()}) == 200
    assert status(with_a_photo, {"photo": [photo(), photo()]}) == 400
    assert status(with_a_photo, {"photo": photo(), "lain": photo()}) == 400


def test_each_form_has_its_own_size():
    assert status(with_a_photo, {"photo": photo(LARGEST_BODY)}) == 200
    assert status(words_only, {"photo": photo(LARGEST_BODY)}) == 413


def test_other_kinds_other_sites_and_other_methods_are_refused():
    assert status(words_only, "{}", content_type="application/json") == 400
    assert status(words_only, {"body": "Kata"}, headers={"Origin": "https://lain.example"}) == 403
    assert status(words_only, {"body": "Kata"}, headers={"Origin": "http://testserver"}) == 200
    assert words_only(RequestFactory().put(ADDRESS)).status_code == 405
    assert words_only(RequestFactory().get(ADDRESS)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["comments:report", "comments:edit", "comments:withdraw", "comments:appeal"])
def test_what_another_site_sends_is_answered_the_same_everywhere(article, name):
    comment = ResidentCommentFactory(thread__page=article)
    address = reverse(name, args=[comment.public_id])
    answer = Client(enforce_csrf_checks=True).post(address, headers={"Origin": "https://lain.example"})
    assert answer.status_code == 403
    assert answer.content.decode() == "Kiriman dari situs lain ditolak."
    assert "no-store" in answer["Cache-Control"]
    assert not Report.objects.exists()
