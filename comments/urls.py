"""Addresses of comments. The form has its own, so that the article needs no cookie and can be cached."""

from django.urls import path, re_path

from comments.views import (
    authoring,
    own,
    own_data,
    pictures,
    proposing,
    reading,
    reporting,
    residents,
    topics,
    writing,
)

app_name = "comments"

urlpatterns = [
    path("tulis/<uuid:page_key>/", writing.write, name="write"),
    path("topik/<uuid:page_key>/", proposing.propose, name="propose"),
    path("terkirim/", writing.sent, name="sent"),
    path("bukti/", own.receipt, name="receipt"),
    path("milik/selesai/", own.leave, name="leave"),
    re_path(r"^milik/(?P<public_id>[2-9a-hjkmnp-z]{12})/$", own.own_comment, name="own"),
    re_path(r"^milik/(?P<public_id>[2-9a-hjkmnp-z]{12})/ubah/$", authoring.edit, name="edit"),
    re_path(r"^milik/(?P<public_id>[2-9a-hjkmnp-z]{12})/tarik/$", authoring.withdraw, name="withdraw"),
    re_path(r"^milik/(?P<public_id>[2-9a-hjkmnp-z]{12})/keberatan/$", authoring.appeal, name="appeal"),
    path("saya/", own.mine, name="mine"),
    path("halaman/<uuid:page_key>/", reading.further, name="further"),
    path("halaman/<uuid:page_key>/feed/", reading.page_feed, name="page_feed"),
    path("saya/masuk/", residents.sign_in, name="sign_in"),
    path("saya/keluar/", residents.sign_out, name="sign_out"),
    path("saya/tautan/<str:token>/", residents.open_link, name="open_link"),
    path("saya/pin/", residents.choose_pin, name="choose_pin"),
    path("saya/ponsel/", residents.phones, name="phones"),
    path("lapor/terima-kasih/", reporting.reported, name="reported"),
    re_path(r"^lapor/(?P<public_id>[2-9a-hjkmnp-z]{12})/$", reporting.report, name="report"),
    path("saya/unduh/", own_data.export_mine, name="export_mine"),
    path("saya/hapus/", own_data.erase_mine, name="erase_mine"),
    path("terhapus/", own_data.erased, name="erased"),
    re_path(r"^milik/(?P<public_id>[2-9a-hjkmnp-z]{12})/unduh/$", own_data.export_one, name="export"),
    re_path(r"^milik/(?P<public_id>[2-9a-hjkmnp-z]{12})/hapus/$", own_data.erase_one, name="erase"),
    re_path(r"^dukung/(?P<public_id>[2-9a-hjkmnp-z]{12})/$", topics.support, name="support"),
    re_path(r"^foto/(?P<public_id>[2-9a-hjkmnp-z]{12})/$", pictures.picture, name="picture"),
    re_path(r"^milik/(?P<public_id>[2-9a-hjkmnp-z]{12})/foto/$", pictures.own_picture, name="own_picture"),
    re_path(r"^(?P<public_id>[2-9a-hjkmnp-z]{12})/$", reading.comment, name="comment"),
]
