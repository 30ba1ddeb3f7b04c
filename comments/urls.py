"""Addresses of comments. The form has its own, so that the article needs no cookie and can be cached."""

from django.urls import path, re_path

from comments import views

app_name = "comments"

urlpatterns = [
    path("tulis/<uuid:page_key>/", views.write, name="write"),
    path("terkirim/", views.sent, name="sent"),
    path("bukti/", views.receipt, name="receipt"),
    path("halaman/<uuid:page_key>/", views.further, name="further"),
    re_path(r"^(?P<public_id>[2-9a-hjkmnp-z]{12})/$", views.comment, name="comment"),
]
