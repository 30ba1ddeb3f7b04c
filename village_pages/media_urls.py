"""Addresses under `/berkas/`. The two Wagtail names are what its models and hooks ask `reverse()` for."""

from django.urls import path

from village_pages import media_views

urlpatterns = [
    path("gambar/renditions/<str:name>", media_views.rendition, name="rendition"),
    path("dokumen/<int:document_id>/<str:filename>", media_views.document, name="wagtaildocs_serve"),
]
