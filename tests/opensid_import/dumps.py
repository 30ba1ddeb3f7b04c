"""Small hand-made dumps, written the way mariadb-dump writes them."""

from pathlib import Path

HEADER = (
    "-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)\n\n"
    "/*!40101 SET NAMES utf8mb4 */;\n/*!40103 SET TIME_ZONE='+00:00' */;\n"
)
TRAILER = "\n-- Dump completed on 2026-11-24  3:03:28\n"

ARTICLE = {
    "id": 1,
    "config_id": 1,
    "gambar": None,
    "isi": "<p>Warga bergotong royong.</p>",
    "enabled": 1,
    "tgl_upload": "2024-06-14 08:10:00",
    "id_kategori": None,
    "id_user": None,
    "judul": "Gotong royong",
    "gambar1": None,
    "gambar2": None,
    "gambar3": None,
    "dokumen": None,
    "link_dokumen": None,
    "boleh_komentar": 1,
    "slug": "gotong-royong",
    "tipe": "dinamis",
}
COMMENT = {
    "id": 1,
    "config_id": 1,
    "id_artikel": 1,
    "owner": "Siti",
    "email": "siti@example.invalid",
    "komentar": "Terima kasih.",
    "tgl_upload": "2024-06-27 14:27:04",
    "status": 1,
    "tipe": None,
    "no_hp": "081234567890",
    "is_archived": 0,
}
CATEGORY = {"id": 1, "config_id": 1, "kategori": "Berita Desa"}
CONFIG = {"id": 1, "nama_desa": "Pematang Rahim", "kode_desa": "1507092002"}
USER = {"id": 1, "nama": "Rahmat"}
TIMES = {"tgl_upload"}


def literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\0", "\\0")
    return f"'{text}'"


def table(name: str, defaults: dict, rows: list[dict]) -> str:
    """CREATE TABLE and one INSERT of ``rows``; a row says only what differs from ``defaults``.

    A column whose default is ``...`` does not exist in this table.
    """
    columns = [column for column, value in defaults.items() if value is not ...]
    kinds = ",\n".join(f"  `{c}` {'timestamp' if c in TIMES else 'text'} NOT NULL" for c in columns)
    text = f"CREATE TABLE `{name}` (\n{kinds}\n);\n"
    if rows:
        values = (",".join(literal(({**defaults, **row})[c]) for c in columns) for row in rows)
        text += f"INSERT INTO `{name}` VALUES\n" + ",\n".join(f"({value})" for value in values) + ";\n"
    return text


def write_dump(
    folder: Path,
    *,
    articles: list[dict] = (),
    comments: list[dict] | None = (),
    categories: list[dict] = (),
    configs: list[dict] = (),
    users: list[dict] = (),
    article_columns: dict | None = None,
    comment_columns: dict | None = None,
    extra: str = "",
    name: str = "desa.sql",
) -> Path:
    """A whole dump in ``folder``, tables in the order of the alphabet as mariadb-dump has them."""
    text = HEADER + table("artikel", {**ARTICLE, **(article_columns or {})}, list(articles))
    if configs:
        text += table("config", CONFIG, list(configs))
    if categories:
        text += table("kategori", CATEGORY, list(categories))
    if comments is not None:
        text += table("komentar", {**COMMENT, **(comment_columns or {})}, list(comments))
    if users:
        text += table("user", USER, list(users))
    path = folder / name
    path.write_text(text + extra + TRAILER, encoding="utf-8")
    return path
