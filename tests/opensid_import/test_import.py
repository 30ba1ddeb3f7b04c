"""The import as a village meets it: what arrives, what stays behind, and that nothing happens by halves."""

import time
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, connection
from PIL import Image
from wagtail.models import PageLogEntry, Revision

from comments.enums import CommentKind, CommentState
from comments.models import ResidentComment, Thread
from core.models import CustomDocument, CustomImage
from news.models import NewsArticlePage
from opensid_import import prepared
from opensid_import.importer import Importer
from opensid_import.models import ImportedRecord, OldAddress
from tests.factories.core import PDF
from tests.factories.village_pages import VillageFactory
from tests.opensid_import.dumps import CATEGORY, CONFIG, write_dump

pytestmark = pytest.mark.django_db

CODE = "15.07.09.2002"
WIB = ZoneInfo("Asia/Jakarta")
REAL = Path(__file__).parent / "data" / "desa-contoh.sql"
REAL_SLUG = "koordinasi-kader-desa-cerdas-dan-dinas-pmd-kabupaten-tanjab-timur-mendorong-tranformasi-digital"


@pytest.fixture
def village():
    return VillageFactory(code=CODE, title="Pematang Rahim")


def run(sql, code=CODE, **options) -> str:
    out = StringIO()
    call_command("import_opensid", village=code, sql=Path(sql), stdout=out, **options)
    return out.getvalue()


def refused(sql, code=CODE, **options) -> str:
    with pytest.raises(CommandError) as caught:
        run(sql, code, **options)
    return str(caught.value)


def everything() -> tuple:
    """Counts of all that an import may leave behind."""
    models = (NewsArticlePage, Revision, ResidentComment, Thread, CustomImage, CustomDocument)
    return tuple(model.objects.count() for model in (*models, ImportedRecord, OldAddress, PageLogEntry))


def stored(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def picture(path: Path, colour="teal", size=(60, 40)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, "JPEG")
    return path


# --- the real site ---


def test_the_real_article_stands_with_its_comment_and_its_old_address(village, client, tmp_path):
    picture(tmp_path / "artikel" / "sedang_1700000001_foto01.jpg")
    report = run(REAL, media=tmp_path)
    assert "25 baru terbit" in report
    assert "6 baru terbit" in report
    address = f"/pematang-rahim/berita/{REAL_SLUG}/"
    html = client.get(address).content.decode()
    assert "Nugroho - Brumbun" in html
    assert "27 Juni 2024 21:27 WIB" in html
    assert "14 Juni 2024" in html
    assert "Konsep desa cerdas juga mengusung keterlibatan masyarakat" in html
    assert "/berkas/gambar/renditions/" in html
    assert "Berita Desa" in html
    assert "08000000000" not in html
    for old in (f"/artikel/2024/6/14/{REAL_SLUG}", f"/artikel/2024/06/14/{REAL_SLUG}/", "/artikel/26"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, address)


def test_a_second_run_of_the_real_site_brings_nothing_new(village):
    run(REAL)
    before = everything()
    report = run(REAL)
    assert "25 sudah ada" in report
    assert "6 sudah ada" in report
    assert "Tidak ada yang baru" in report
    assert everything() == before


def test_no_telephone_number_or_mail_of_a_commenter_is_stored_or_told(village):
    report = run(REAL)
    told = report + "".join(
        str(values)
        for model in (ResidentComment, Thread, ImportedRecord)
        for values in model.objects.values()
    )
    for secret in ("0800000", "example.invalid", "w0@"):
        assert secret not in told


# --- articles ---


def test_what_was_public_is_live_and_what_was_not_is_a_draft(village, tmp_path):
    rows = [
        {"id": 1, "slug": "a"},
        {"id": 2, "slug": "b", "enabled": 0},
        {"id": 3, "slug": "c", "enabled": 2},
    ]
    report = run(write_dump(tmp_path, articles=rows))
    assert "1 baru terbit, 2 baru sebagai draf" in report
    live = dict(NewsArticlePage.objects.values_list("slug", "live"))
    assert live == {"a": True, "b": False, "c": False}
    assert all(page.latest_revision for page in NewsArticlePage.objects.all())


def test_dates_are_those_of_the_old_site_in_its_own_time_zone(village, tmp_path):
    run(write_dump(tmp_path, articles=[{"tgl_upload": "2024-06-14 18:30:00"}]))
    article = NewsArticlePage.objects.get()
    assert article.date == date(2024, 6, 15)
    assert article.first_published_at == datetime(2024, 6, 15, 1, 30, tzinfo=WIB)
    assert OldAddress.objects.filter(path="artikel/2024/6/15/gotong-royong").exists()
    assert not OldAddress.objects.filter(path__contains="/14/").exists()


def test_an_article_of_the_future_waits_for_its_day_as_it_did(village, tmp_path, client):
    report = run(write_dump(tmp_path, articles=[{"tgl_upload": "2999-01-01 00:00:00"}]))
    assert "1 baru terjadwal" in report
    article = NewsArticlePage.objects.get()
    assert not article.live
    assert article.scheduled_revision
    assert client.get("/artikel/2999/1/1/gotong-royong").status_code == 404


def test_an_article_without_a_date_becomes_a_draft_and_is_named(village, tmp_path):
    report = run(write_dump(tmp_path, articles=[{"tgl_upload": "0000-00-00 00:00:00"}]))
    assert "Tanpa tanggal yang sah" in report
    assert not NewsArticlePage.objects.get().live


def test_categories_become_topics_and_authors_are_named(village, tmp_path):
    path = write_dump(
        tmp_path,
        articles=[{"id_kategori": 1, "id_user": 1}, {"id": 2, "slug": "b", "id_kategori": 9, "id_user": 2}],
        categories=[{"kategori": "Berita &amp; Kabar"}],
        users=[{}, {"id": 2, "nama": "Administrator"}],
    )
    run(path)
    first, second = NewsArticlePage.objects.order_by("pk")
    assert [tag.name for tag in first.tags.all()] == ["Berita & Kabar"]
    assert first.author_line == "Rahmat"
    assert list(second.tags.all()) == []
    assert second.author_line == ""


def test_articles_of_other_types_are_reported_and_not_guessed(village, tmp_path):
    rows = [
        {"id": 1, "tipe": "statis", "judul": "Sejarah desa"},
        {"id": 2, "tipe": "agenda", "judul": "Musyawarah"},
        {"id": 3, "tipe": "keuangan"},
        {"id": 4, "tipe": "lain-lain"},
    ]
    report = run(write_dump(tmp_path, articles=rows))
    assert NewsArticlePage.objects.count() == 0
    for words in ("halaman statis: 1", "Sejarah desa", "agenda: 1", "laporan keuangan: 1", "lain-lain: 1"):
        assert words in report


def test_old_releases_without_a_type_column_are_told_by_their_categories(village, tmp_path):
    rows = [{"id": i, "slug": f"a{i}", "id_kategori": k} for i, k in enumerate((999, 1000, 1001, 4), 1)]
    columns = {"tipe": ..., "config_id": ..., "gambar3": ..., "slug": ..., "boleh_komentar": ...}
    report = run(
        write_dump(tmp_path, articles=rows, article_columns=columns, comment_columns={"config_id": ...})
    )
    assert "1 baru terbit" in report
    assert "halaman statis: 1" in report
    article = NewsArticlePage.objects.get()
    assert article.slug == "gotong-royong"
    assert article.comments_open
    assert OldAddress.objects.filter(path="artikel/2024/6/14/4").exists()


def test_two_articles_of_one_name_both_find_a_place(village, tmp_path):
    rows = [
        {"id": 1, "slug": "kabar"},
        {"id": 2, "slug": "Kabar"},
        {"id": 3, "slug": "feed"},
        {"id": 4, "slug": ""},
    ]
    run(write_dump(tmp_path, articles=rows))
    slugs = NewsArticlePage.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["kabar", "kabar-2", "feed-2", "gotong-royong"]


@pytest.mark.parametrize("value", ["1e1000000", "99999999999999999999", "1.5", "-1e30"])
def test_a_category_that_is_no_usable_number_is_no_category(village, tmp_path, value):
    path = write_dump(tmp_path, articles=[{"id_kategori": 7777}], categories=[{"id": 1}])
    path.write_text(path.read_text().replace("7777", value))
    start = time.process_time()
    run(path)
    assert time.process_time() - start < 5
    assert not NewsArticlePage.objects.get().tags.exists()


@pytest.mark.parametrize("value", ["99999999999999999999", "1e1000000", "NULL", "'a'"])
@pytest.mark.parametrize("table", ["artikel", "komentar"])
def test_a_row_whose_number_cannot_be_kept_is_refused_with_its_line(village, tmp_path, table, value):
    rows = {"artikel": [{"id": 1}], "komentar": [{"id": 1}]}
    rows[table] = [{"id": 7777}]
    path = write_dump(tmp_path, articles=rows["artikel"], comments=rows["komentar"])
    path.write_text(path.read_text().replace("7777", value))
    assert f"Tabel {table} punya baris tanpa nomor" in refused(path)
    assert not NewsArticlePage.objects.exists()


def test_titles_are_plain_text(village, tmp_path, client):
    rows = [
        {"id": 1, "slug": "a", "judul": "Ibu &amp; anak <b>sehat</b>"},
        {"id": 2, "slug": "b", "judul": "x" * 300},
        {"id": 3, "slug": "pasar-murah", "judul": ""},
        {"id": 4, "slug": "d", "judul": "&lt;script&gt;alert(1)&lt;/script&gt;"},
    ]
    run(write_dump(tmp_path, articles=rows))
    titles = list(NewsArticlePage.objects.order_by("pk").values_list("title", flat=True))
    assert titles == ["Ibu & anak sehat", "x" * 255, "Pasar murah", "<script>alert(1)</script>"]
    assert b"<script>alert" not in client.get("/pematang-rahim/berita/d/").content


def test_the_first_sentences_become_the_summary_and_are_not_said_twice(village, tmp_path):
    long = "Kalimat pertama yang cukup panjang untuk menjadi ringkasan berita desa yang baik dan jelas. " * 6
    rows = [
        {"id": 1, "isi": "<p>Singkat saja.</p><p>Isi.</p>"},
        {"id": 2, "slug": "b", "isi": f"<p>{long}</p>"},
        {"id": 3, "slug": "c", "isi": "<p>Ada <b>tebal</b>.</p>"},
        {"id": 4, "slug": "d", "isi": ""},
    ]
    run(write_dump(tmp_path, articles=rows))
    short, cut, bold, empty = NewsArticlePage.objects.order_by("pk")
    assert (short.summary, short.body[0].value.source) == ("Singkat saja.", "<p>Isi.</p>")
    assert len(cut.summary) <= 300
    assert cut.summary.endswith("jelas.")
    assert f"{cut.summary} {cut.body[0].value.source[3:-4]}" == long.strip()
    assert (bold.summary, bold.body[0].value.source) == ("Ada tebal.", "<p>Ada <b>tebal</b>.</p>")
    assert (empty.summary, len(empty.body)) == ("Gotong royong", 0)


def test_a_hostile_article_arrives_harmless(village, tmp_path, client):
    hostile = (
        "<p onclick=alert(1)>Aman</p><script>alert(2)</script><img src=x onerror=alert(3)>"
        '<a href="javascript:alert(4)">tautan</a><iframe src="https://jahat.example"></iframe>'
    )
    report = run(write_dump(tmp_path, articles=[{"isi": hostile}]))
    html = client.get("/pematang-rahim/berita/gotong-royong/").content.decode()
    assert "Aman" in html
    assert "tautan" in html
    assert "alert(" not in html
    assert "jahat.example" not in html
    assert "https://jahat.example" in report


def test_the_history_of_the_page_says_that_it_was_imported(village, tmp_path):
    run(write_dump(tmp_path, articles=[{}]))
    article = NewsArticlePage.objects.get()
    entry = PageLogEntry.objects.get(action="opensid_import.import", page=article.pk)
    assert entry.data == {"source": "artikel 1"}
    assert "situs lama" in str(entry.message)


# --- pictures and documents ---


def test_pictures_come_in_the_larger_size_into_the_collection_of_the_village(village, tmp_path, settings):
    media = tmp_path / "upload"
    picture(media / "artikel" / "sedang_1_a.jpg", size=(88, 60))
    picture(media / "artikel" / "kecil_1_a.jpg", size=(44, 30))
    picture(media / "artikel" / "kecil_1_b.jpg", "red")
    picture(media / "artikel" / "sedang_1_c.jpg", "blue")
    picture(media / "media" / "isi.jpg", "green")
    (media / "dokumen").mkdir()
    (media / "dokumen" / "123.pdf").write_bytes(PDF)
    row = {
        "gambar": "1_a.jpg",
        "gambar1": "1_b.jpg",
        "gambar2": "1_c.jpg",
        "gambar3": "hilang.jpg",
        "dokumen": "123.pdf",
        "link_dokumen": "Formulir",
        "isi": '<p>Isi.</p><p>Lagi.</p><img src="/desa/upload/media/isi.jpg" alt="Warga menanam">'
        '<img src="tidak-ada.png">',
    }
    report = run(write_dump(tmp_path, articles=[row]), media=media)
    article = NewsArticlePage.objects.get()
    assert (article.lead_image.width, article.lead_image_decorative) == (88, True)
    assert {image.collection for image in CustomImage.objects.all()} == {village.access.collection}
    assert [block.block_type for block in article.body] == ["paragraph", "picture", "gallery", "document"]
    assert article.body[1].value["image"].contextual_alt_text == "Warga menanam"
    assert len(article.body[2].value["pictures"]) == 2
    assert article.body[3].value["label"] == "Formulir"
    assert CustomDocument.objects.get().collection == village.access.collection
    assert "Tidak ditemukan di folder media: 2" in report
    assert "hilang.jpg" in report
    assert "tidak-ada.png" in report
    article.full_clean()


def test_one_picture_used_twice_is_stored_once_also_in_a_later_run(village, tmp_path):
    picture(tmp_path / "artikel" / "sedang_a.jpg")
    rows = [{"gambar": "a.jpg"}, {"id": 2, "slug": "b", "gambar": "a.jpg"}]
    run(write_dump(tmp_path, articles=rows), media=tmp_path)
    run(write_dump(tmp_path, articles=[*rows, {"id": 3, "slug": "c", "gambar": "a.jpg"}]), media=tmp_path)
    assert CustomImage.objects.count() == 1
    assert NewsArticlePage.objects.filter(lead_image=CustomImage.objects.get()).count() == 3


def test_a_file_that_is_no_picture_is_refused_and_the_article_comes(village, tmp_path):
    (tmp_path / "artikel").mkdir()
    (tmp_path / "artikel" / "sedang_a.jpg").write_text("<?php system($_GET['x']); ?>")
    (tmp_path / "artikel" / "sedang_b.jpg").write_bytes(b"\xff\xd8\xff\xe0 rusak")
    picture(tmp_path / "artikel" / "kecil_b.jpg")
    rows = [{"gambar": "a.jpg"}, {"id": 2, "slug": "b", "gambar": "b.jpg"}]
    report = run(write_dump(tmp_path, articles=rows), media=tmp_path)
    assert "Ditolak" in report
    assert "sedang_a.jpg" in report
    first, second = NewsArticlePage.objects.order_by("pk")
    assert first.lead_image is None
    assert second.lead_image is not None


def test_names_of_pictures_never_lead_out_of_the_folder(village, tmp_path):
    media = tmp_path / "upload"
    media.mkdir()
    picture(tmp_path / "rahasia.jpg")
    row = {
        "gambar": "../../rahasia.jpg",
        "gambar1": "/etc/passwd",
        "isi": '<img src="upload/../rahasia.jpg">',
    }
    run(write_dump(tmp_path, articles=[row]), media=media)
    assert CustomImage.objects.count() == 0


# --- comments ---


def test_comments_keep_name_time_and_state(village, tmp_path):
    comments = [
        {"id": 2, "owner": "Budi", "tgl_upload": "2024-06-28 01:00:00", "status": 2},
        {"id": 1},
        {"id": 3, "status": None, "komentar": "Hubungi 081298765432 di https://x.example"},
    ]
    run(write_dump(tmp_path, articles=[{}], comments=comments))
    shown, waiting, suspicious = ResidentComment.objects.order_by("created_at", "pk")[:3]
    first = ResidentComment.objects.get(shown_name="Siti", body="Terima kasih.")
    assert first.created_at == first.published_at == datetime(2024, 6, 27, 21, 27, 4, tzinfo=WIB)
    assert (first.kind, first.state) == (CommentKind.GUEST, CommentState.PUBLISHED)
    assert ResidentComment.objects.get(shown_name="Budi").state == CommentState.PENDING
    assert ResidentComment.objects.get(body__startswith="Hubungi").held_codes == ["link", "personal"]
    assert {comment.village_id for comment in (shown, waiting, suspicious)} == {village.pk}
    assert Thread.objects.get().n_published == 1


def test_readers_see_comments_oldest_first_whatever_their_order_in_the_dump(village, tmp_path, client):
    comments = [{"id": 1, "owner": "Baru", "tgl_upload": "2024-08-01 00:00:00"}, {"id": 2, "owner": "Lama"}]
    run(write_dump(tmp_path, articles=[{}], comments=comments))
    html = client.get("/pematang-rahim/berita/gotong-royong/").content.decode()
    assert html.index("Lama") < html.index("Baru")


def test_names_and_words_are_plain_text_again(village, tmp_path, client):
    comment = {
        "owner": "Ibu &quot;Ani&quot;",
        "komentar": "Bagus &amp; rapi&eacute; &lt;script&gt;alert(1)&lt;/script&gt;",
    }
    run(write_dump(tmp_path, articles=[{}], comments=[comment]))
    stored_comment = ResidentComment.objects.get()
    assert stored_comment.shown_name == 'Ibu "Ani"'
    assert stored_comment.body == "Bagus & rapié <script>alert(1)</script>"
    assert b"<script>alert" not in client.get("/pematang-rahim/berita/gotong-royong/").content


@pytest.mark.parametrize(
    ("owner", "shown"),
    [
        ("081234567890", "Warga"),
        ("siti@example.invalid", "Warga"),
        ("Siti 0812-3456-7890", "Siti"),
        ("Siti (siti.ani@mail.example)", "Siti"),
        ("", "Warga"),
        ("  Siti\u202e  Ani ", "Siti Ani"),
    ],
)
def test_numbers_and_addresses_written_as_a_name_are_left_out(village, tmp_path, owner, shown):
    run(write_dump(tmp_path, articles=[{}], comments=[{"owner": owner}]))
    assert ResidentComment.objects.get().shown_name == shown


def test_a_commenters_own_number_is_masked_in_the_words_too(village, tmp_path):
    comment = {"komentar": "Hubungi 081234567890 atau SITI@example.invalid ya."}
    report = run(write_dump(tmp_path, articles=[{}], comments=[comment]))
    assert ResidentComment.objects.get().body == "Hubungi … atau … ya."
    assert "disamarkan" in report


def test_a_name_like_an_office_waits_for_a_cadre(village, tmp_path):
    report = run(write_dump(tmp_path, articles=[{}], comments=[{"owner": "Admin Desa"}]))
    comment = ResidentComment.objects.get()
    assert (comment.state, comment.kind) == (CommentState.PENDING, CommentKind.GUEST)
    assert "Nama mirip jabatan" in report


@pytest.mark.parametrize(
    "row",
    [{"id_artikel": 775}, {"id_artikel": None}, {"tipe": 1}, {"tipe": 2}, {"id_artikel": 0}],
)
def test_private_letters_to_the_office_stay_behind(village, tmp_path, row):
    rows = [{}, {"id": 775, "slug": "b"}]
    report = run(write_dump(tmp_path, articles=rows, comments=[{"komentar": "Rahasia", **row}]))
    assert ResidentComment.objects.count() == 0
    assert "pesan pribadi layanan mandiri: 1" in report
    assert "Rahasia" not in report


def test_names_and_words_of_any_length_take_no_time(village, tmp_path):
    long = [{"id": 1, "owner": "a" * 200_000}, {"id": 2, "owner": "1-" * 100_000},
            {"id": 3, "komentar": "a-" * 100_000, "status": 0},
            {"id": 4, "email": "b" * 100_000, "komentar": "b" * 100_000}]  # fmt: skip
    path = write_dump(tmp_path, articles=[{}], comments=long)
    start = time.process_time()
    report = run(path)
    assert time.process_time() - start < 5
    assert "dipendekkan: 2" in report
    assert max(len(comment.shown_name) for comment in ResidentComment.objects.all()) <= 60


def test_comments_without_article_words_or_time_are_counted_by_reason(village, tmp_path):
    comments = [
        {"id": 1, "id_artikel": 99},
        {"id": 2, "komentar": " \n "},
        {"id": 3, "tgl_upload": "0000-00-00 00:00:00"},
    ]
    report = run(write_dump(tmp_path, articles=[{}], comments=comments))
    for words in ("artikelnya tidak diimpor: 1", "kosong: 1", "tanpa waktu: 1"):
        assert words in report
    assert ResidentComment.objects.count() == 0


def test_a_comment_beyond_the_limit_is_shortened_and_counted(village, tmp_path):
    report = run(write_dump(tmp_path, articles=[{}], comments=[{"komentar": "kata " * 1000}]))
    body = ResidentComment.objects.get().body
    assert len(body) <= 2000
    assert body.endswith("…")
    assert "dipendekkan: 1" in report


def test_answers_of_newer_releases_hang_below_their_comment(village, tmp_path):
    comments = [
        {"id": 1, "parent_id": 2, "owner": "Ani"},
        {"id": 2},
        {"id": 3, "parent_id": 1, "owner": "Edi"},
    ]
    columns = {"parent_id": None}
    run(write_dump(tmp_path, articles=[{}], comments=comments, comment_columns=columns))
    root = ResidentComment.objects.get(shown_name="Siti")
    assert {answer.shown_name for answer in root.answers.all()} == {"Ani", "Edi"}


def test_closed_comments_stay_closed(village, tmp_path):
    run(write_dump(tmp_path, articles=[{"boleh_komentar": 0}]))
    assert not NewsArticlePage.objects.get().comments_open


# --- again, and not by halves ---


def test_a_second_run_leaves_alone_what_a_cadre_has_changed(village, tmp_path):
    path = write_dump(tmp_path, articles=[{}], comments=[{}])
    run(path)
    article = NewsArticlePage.objects.get()
    article.title = "Judul baru"
    article.save_revision().publish()
    ResidentComment.objects.update(state=CommentState.HIDDEN)
    before = everything()
    run(path)
    assert everything() == before
    assert NewsArticlePage.objects.get().title == "Judul baru"
    assert ResidentComment.objects.get().state == CommentState.HIDDEN


def test_a_later_dump_adds_what_is_new_and_names_what_changed(village, tmp_path):
    run(write_dump(tmp_path, articles=[{}], comments=[{}]))
    report = run(
        write_dump(
            tmp_path,
            articles=[{"isi": "Berubah."}, {"id": 2, "slug": "b"}],
            comments=[{}, {"id": 2}, {"id": 3, "id_artikel": 2}],
        )
    )
    assert "1 baru terbit, 0 baru sebagai draf, 0 baru terjadwal, 1 sudah ada" in report
    assert "2 baru terbit, 0 baru menunggu kader, 1 sudah ada" in report
    assert "Berubah di situs lama" in report
    assert NewsArticlePage.objects.get(slug="gotong-royong").summary == "Warga bergotong royong."
    assert sorted(Thread.objects.values_list("n_published", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "change",
    [
        {"judul": "Lain"},
        {"slug": "lain"},
        {"gambar2": "lain.jpg"},
        {"boleh_komentar": 0},
        {"link_dokumen": "Formulir"},
        {"id_user": 4},
        {"tgl_upload": "2024-06-14 08:11:00"},
    ],
)
def test_every_part_of_an_article_that_changed_in_the_old_site_is_noticed(village, tmp_path, change):
    run(write_dump(tmp_path, articles=[{}]))
    told = "Berubah di situs lama sejak diimpor; yang di sini tidak disentuh: 1"
    assert told not in run(write_dump(tmp_path, articles=[{}]))
    before = NewsArticlePage.objects.values().get()
    assert told in run(write_dump(tmp_path, articles=[change]))
    assert NewsArticlePage.objects.values().get() == before


def test_a_column_that_a_new_release_adds_is_no_change(village, tmp_path):
    columns = {"boleh_komentar": ..., "gambar3": ..., "tipe": ...}
    run(write_dump(tmp_path, articles=[{}], article_columns=columns))
    assert "Berubah" not in run(write_dump(tmp_path, articles=[{}]))


@pytest.mark.parametrize(
    "change",
    [{"komentar": "Lain"}, {"owner": "Ani"}, {"status": 2}, {"tgl_upload": "2024-06-27 14:27:05"}],
)
def test_a_comment_that_changed_in_the_old_site_is_counted_and_left_alone(village, tmp_path, change):
    run(write_dump(tmp_path, articles=[{}], comments=[{}]))
    told = "Berubah di situs lama sejak diimpor; yang di sini tidak disentuh: 1"
    assert told not in run(write_dump(tmp_path, articles=[{}], comments=[{}]))
    before = ResidentComment.objects.values().get()
    assert told in run(write_dump(tmp_path, articles=[{}], comments=[change]))
    assert ResidentComment.objects.values().get() == before


def test_a_deleted_article_does_not_come_back(village, tmp_path, client):
    path = write_dump(tmp_path, articles=[{}], comments=[{}])
    run(path)
    NewsArticlePage.objects.get().delete()
    report = run(path)
    assert NewsArticlePage.objects.count() == 0
    assert "sudah dihapus di sini" in report
    assert client.get("/artikel/2024/6/14/gotong-royong").status_code == 404


def test_a_site_that_got_its_config_column_meanwhile_is_the_same_site(village, tmp_path):
    without = {"config_id": ...}
    run(write_dump(tmp_path, articles=[{}], comments=[{}], article_columns=without, comment_columns=without))
    report = run(write_dump(tmp_path, articles=[{}], comments=[{}]))
    assert "Tidak ada yang baru" in report


def test_a_dry_run_tells_everything_and_changes_nothing(village, tmp_path, settings):
    picture(tmp_path / "artikel" / "sedang_a.jpg")
    path = write_dump(tmp_path, articles=[{"gambar": "a.jpg"}], comments=[{}])
    before = everything()
    trial = run(path, media=tmp_path, dry_run=True)
    assert everything() == before
    assert stored(settings) == []
    real = run(path, media=tmp_path)
    assert trial.splitlines()[0].startswith("UJI COBA")
    assert trial.splitlines()[1:] == real.splitlines()[1:]


def test_a_failure_in_the_middle_leaves_nothing_behind_no_file_either(
    village, tmp_path, settings, monkeypatch
):
    picture(tmp_path / "artikel" / "sedang_a.jpg")
    path = write_dump(tmp_path, articles=[{"gambar": "a.jpg"}], comments=[{}])
    before = everything()

    def breaks(*args):
        assert stored(settings)  # the picture and its renditions were there
        raise RuntimeError("cable pulled")

    monkeypatch.setattr(Importer, "_import_comments", breaks)
    with pytest.raises(RuntimeError):
        run(path, media=tmp_path)
    assert everything() == before
    assert stored(settings) == []


def test_a_file_that_cannot_be_read_stops_the_run_and_names_its_article(
    village, tmp_path, settings, monkeypatch
):
    picture(tmp_path / "artikel" / "sedang_a.jpg")
    unreadable = picture(tmp_path / "artikel" / "sedang_b.jpg")
    rows = [{"gambar": "a.jpg"}, {"id": 7, "slug": "b", "judul": "Panen raya", "gambar": "b.jpg"}]
    path = write_dump(tmp_path, articles=rows)
    before = everything()
    opened = Path.open

    def closed(self, *args, **kwargs):
        if self == unreadable:
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", closed)  # the tests may run as root, who can read everything
    message = refused(path, media=tmp_path)
    for words in ("nomor 7", "Panen raya", "Permission denied", "sedang_b.jpg", "Tidak ada yang diimpor"):
        assert words in message
    assert everything() == before
    assert stored(settings) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValidationError({"title": "Judul ini tidak dapat dipakai."}), "Judul ini tidak dapat dipakai"),
        (DataError("value too long\nDETAIL: Failing row contains (rahasia)"), "value too long"),
    ],
)
def test_a_page_that_cannot_be_stored_is_named_and_everything_taken_back(
    village, tmp_path, settings, monkeypatch, error, words
):
    picture(tmp_path / "artikel" / "sedang_a.jpg")
    rows = [{"gambar": "a.jpg"}, {"id": 7, "slug": "b", "judul": "Panen raya"}]
    path = write_dump(tmp_path, articles=rows)
    before = everything()
    save = NewsArticlePage.save

    def breaks(self, *args, **kwargs):
        if self.title == "Panen raya":
            assert stored(settings)
            raise error
        return save(self, *args, **kwargs)

    monkeypatch.setattr(NewsArticlePage, "save", breaks)
    message = refused(path, media=tmp_path)
    for expected in ("artikel nomor 7", "Panen raya", words):
        assert expected in message
    assert "rahasia" not in message
    assert everything() == before
    assert stored(settings) == []


def test_a_comment_that_cannot_be_stored_is_named_by_its_number_alone(village, tmp_path, monkeypatch):
    def breaks(*args):
        raise IntegrityError("no")

    monkeypatch.setattr(Importer, "_add_comment", breaks)
    message = refused(write_dump(tmp_path, articles=[{}], comments=[{"id": 9}]))
    assert "komentar nomor 9: no." in message
    assert not NewsArticlePage.objects.exists()


def test_pictures_are_redrawn_once_each_and_before_the_database_is_locked(village, tmp_path, monkeypatch):
    picture(tmp_path / "artikel" / "sedang_a.jpg")
    picture(tmp_path / "media" / "b.jpg", "red")
    (tmp_path / "dokumen").mkdir()
    (tmp_path / "dokumen" / "c.pdf").write_bytes(PDF)
    row = {"gambar": "a.jpg", "gambar1": "a.jpg", "dokumen": "c.pdf", "isi": '<img src="upload/media/b.jpg">'}
    made = []
    outside = len(connection.savepoint_ids)
    for model, make in list(prepared.MAKERS.items()):

        def watched(file, make=make):
            made.append((Path(file.name).name, len(connection.savepoint_ids)))
            return make(file)

        monkeypatch.setitem(prepared.MAKERS, model, watched)
    path = write_dump(tmp_path, articles=[row])
    run(path, media=tmp_path)
    assert made == [("b.jpg", outside), ("sedang_a.jpg", outside), ("c.pdf", outside)]
    assert (CustomImage.objects.count(), CustomDocument.objects.count()) == (2, 1)
    run(path, media=tmp_path)
    assert len(made) == 3  # nothing is made ready for articles that are here already


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_dump_cut_in_the_middle_changes_nothing(village, tmp_path, share):
    whole = REAL.read_bytes()
    cut = tmp_path / "cut.sql"
    cut.write_bytes(whole[: int(len(whole) * share)])
    before = everything()
    assert "terpotong" in refused(cut)
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("<!doctype html><title>Masuk</title>", "halaman web"),
        ("-- PostgreSQL database dump\nCREATE TABLE artikel (id int);", "PostgreSQL"),
        ("", "kosong"),
        ("CREATE TABLE `penduduk` (`id` int);", "Tidak ada tabel artikel"),
        ("CREATE TABLE `artikel` (`id` int, `title` text);", "tidak punya kolom judul, isi, tgl_upload"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_in_one_sentence(village, tmp_path, content, word):
    path = tmp_path / "salah.sql"
    path.write_text(content)
    assert word in refused(path)


def test_an_unknown_village_or_folder_is_named(village, tmp_path):
    path = write_dump(tmp_path, articles=[{}])
    assert "15.07.99.2002" in refused(path, code="15.07.99.2002")
    assert "tidak-ada" in refused(path, media=tmp_path / "tidak-ada")


# --- several villages in one database ---


@pytest.fixture
def shared(tmp_path):
    return write_dump(
        tmp_path,
        articles=[
            {"id": 1, "config_id": 1, "slug": "satu", "id_kategori": 1},
            {"id": 2, "config_id": 2, "slug": "dua", "id_kategori": 2},
            {"id": 3, "config_id": 2, "slug": "tiga"},
        ],
        comments=[{"id": 1, "id_artikel": 1}, {"id": 2, "id_artikel": 2, "config_id": 2}],
        categories=[CATEGORY, {**CATEGORY, "id": 2, "config_id": 2, "kategori": "Umum"}],
        configs=[CONFIG, {"id": 2, "nama_desa": "Sungai Beras", "kode_desa": "1507092003"}],
    )


def test_a_shared_database_stops_with_its_list(village, shared):
    message = refused(shared)
    assert "--config-id" in message
    assert "1  Pematang Rahim 1507092002: 1 artikel" in message
    assert "2  Sungai Beras 1507092003: 2 artikel" in message
    assert NewsArticlePage.objects.count() == 0


def test_the_chosen_village_of_a_shared_database_comes_alone(village, shared):
    report = run(shared, config_id=1)
    assert [page.slug for page in NewsArticlePage.objects.all()] == ["satu"]
    assert ResidentComment.objects.count() == 1
    assert "PERHATIAN" not in report
    assert "Sungai Beras" not in report
    assert "  7  " not in refused(shared, config_id=7)


def test_a_dump_of_another_village_is_refused_unless_it_is_meant(shared):
    VillageFactory(code="15.07.09.2005", title="Lain")
    message = refused(shared, code="15.07.09.2005", config_id=2)
    assert "Sungai Beras (1507092003)" in message
    assert "--other-village" in message
    assert not NewsArticlePage.objects.exists()
    report = run(shared, code="15.07.09.2005", config_id=2, other_village=True)
    assert "PERHATIAN" in report
    assert "Sungai Beras (1507092003)" in report
    assert NewsArticlePage.objects.count() == 2


def test_a_dump_of_an_old_release_tells_its_village_too(village, tmp_path):
    """Its articles carry no ``config_id``; the one row of ``config`` says whose they are."""
    without = {"config_id": ...}
    foreign = write_dump(
        tmp_path,
        articles=[{}],
        configs=[{**CONFIG, "kode_desa": "1507092003"}],
        article_columns=without,
        comment_columns=without,
    )
    assert "--other-village" in refused(foreign)
    own = write_dump(
        tmp_path,
        articles=[{}],
        configs=[{**CONFIG, "kode_desa": "15.07.09.2002"}],
        article_columns=without,
        comment_columns=without,
    )
    assert "PERHATIAN" not in run(own)


def test_two_villages_take_their_own_from_one_database(village, shared):
    other = VillageFactory(code="15.07.09.2003", title="Sungai Beras")
    run(shared, config_id=1)
    run(shared, code=other.code, config_id=2)
    assert set(NewsArticlePage.objects.descendant_of(other).values_list("slug", flat=True)) == {"dua", "tiga"}
    assert NewsArticlePage.objects.descendant_of(village).count() == 1


# --- the report ---


def test_tables_that_were_not_read_are_named(village, tmp_path):
    extra = (
        "CREATE TABLE `tweb_penduduk` (`nik` text);\n"
        "INSERT INTO `tweb_penduduk` VALUES ('1507010101010001');\n"
    )
    report = run(write_dump(tmp_path, articles=[{}], extra=extra))
    assert "tweb_penduduk" in report
    assert "1507010101010001" not in report


def test_what_the_file_leaves_open_is_told_as_an_assumption(village, tmp_path):
    text = write_dump(tmp_path, articles=[{}], comments=None).read_text()
    path = tmp_path / "bare.sql"
    path.write_text("\n".join(line for line in text.splitlines() if not line.startswith(("/*!", "--"))))
    report = run(path)
    assert "dianggap UTF-8" in report
    assert "Zona waktu di berkas: tidak dinyatakan" in report
    assert "Tabel komentar tidak ada" in report
    assert "Tanpa --media" in report
    assert NewsArticlePage.objects.get().first_published_at == datetime(2024, 6, 14, 8, 10, tzinfo=WIB)
