"""Addresses of comments. The form has its own, so that the article needs no cookie and can be cached."""

from django.urls import path, re_path

from comments.views import own, reading, writing

app_name = "comments"

urlpatterns = [
    path("tulis/<uuid:page_key>/", writing.write, name="write"),
    path("terkirim/", writing.sent, name="sent"),
    path("bukti/", own.receipt, name="receipt"),
    path("halaman/<uuid:page_key>/", reading.further, name="further"),
    re_path(r"^(?P<public_id>[2-9a-hjkmnp-z]{12})/$", reading.comment, name="comment"),
]
