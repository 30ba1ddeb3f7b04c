"""Reading dumps: everything a file may hold, and every way in which it may be broken."""

import contextlib
import gzip
import tracemalloc
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from opensid_import import sql_statements
from opensid_import.dump import Dump, DumpError, decode_blob

WIB = ZoneInfo("Asia/Jakarta")
HEADER = "-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)\n--\n"
TRAILER = "\n-- Dump completed on 2026-11-24  3:03:28\n"
CREATE = "CREATE TABLE `artikel` (\n  `id` int(11) NOT NULL,\n  `isi` text,\n  PRIMARY KEY (`id`)\n);\n"


def write(tmp_path, text, name="dump.sql", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def read(path, *tables):
    dump = Dump(path)
    return [row.values for row in dump.rows(set(tables or ("artikel",)))], dump.facts


def refused(path, *tables):
    with pytest.raises(DumpError) as caught:
        read(path, *tables)
    return str(caught.value)


# --- values come back as they went in ---


def quoted(text, quote="'", doubled=False):
    """``text`` as MySQL's clients write it."""
    table = {"\\": "\\\\", "\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z", "\b": "\\b", "\t": "\\t"}
    table[quote] = quote * 2 if doubled else "\\" + quote
    return quote + "".join(table.get(letter, letter) for letter in text) + quote


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(
    "'\"`\\;-#/*!()\n\0\x1a% ,", max_size=30
)
NUMBERS = st.integers(-(10**18), 10**18) | st.decimals(allow_nan=False, allow_infinity=False, places=3)


@st.composite
def literals(draw):
    """A pair: how the value is written, what must be read."""
    kind = draw(st.sampled_from(["text", "null", "number", "hex", "binary"]))
    if kind == "null":
        return draw(st.sampled_from(["NULL", "null"])), None
    if kind == "number":
        number = draw(NUMBERS)
        return format(number, "f") if isinstance(number, Decimal) else str(number), number
    if kind == "hex":
        value = draw(st.binary(min_size=1, max_size=20))
        return draw(st.sampled_from(["0x{}", "X'{}'", "x'{}'"])).format(value.hex()), value
    text = draw(TEXTS)
    written = quoted(text, draw(st.sampled_from("'\"")), draw(st.booleans()))
    return ("_binary " + written, text.encode()) if kind == "binary" else (written, text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(literals(), literals()), min_size=1, max_size=8),
    chunk=st.sampled_from([1, 2, 3, 7, 64, 256 * 1024]),
    join=st.sampled_from([",", ",\n", " , "]),
    noise=st.sampled_from(
        ["", "-- it's a 'remark;\n", "# don't;\n", "/* ; ' */", "\n", "/*!40000 ALTER TABLE `x` */;"]
    ),
)
@example(rows=[(("'a\\\\'", "a\\"), ("'it''s;'", "it's;"))], chunk=1, join=",", noise="-- '\n")
def test_random_values_are_read_back_as_they_were_written(tmp_path, monkeypatch, rows, chunk, join, noise):
    monkeypatch.setattr(sql_statements, "CHUNK_SIZE", chunk)
    values = join.join(f"({first[0]}{join}{second[0]})" for first, second in rows)
    text = f"{noise}{CREATE}{noise}INSERT INTO `artikel` VALUES\n{values};\n{noise}"
    found, _facts = read(write(tmp_path, text))
    assert [(row["id"], row["isi"]) for row in found] == [(a[1], b[1]) for a, b in rows]


def test_every_escape_of_the_manual_is_understood(tmp_path):
    text = r"""INSERT INTO artikel (isi) VALUES
        ('\0\'\"\b\n\r\t\Z\\\%\_\q'), ("a""b'c"), ('a''b"c'), (''), ("");"""
    found, _facts = read(write(tmp_path, text))
    assert [row["isi"] for row in found] == ["\0'\"\b\n\r\t\x1a\\\\%\\_q", "a\"b'c", "a'b\"c", "", ""]


def test_named_columns_in_another_order_are_put_right(tmp_path):
    text = (
        CREATE + "INSERT IGNORE INTO `opensid`.`artikel` (`isi`, `id`) VALUES ('x', 1);\n"
        "REPLACE INTO artikel VALUES (2,'y');"
    )
    found, _facts = read(write(tmp_path, text))
    assert found == [{"isi": "x", "id": 1}, {"id": 2, "isi": "y"}]


def test_columns_with_commas_and_brackets_in_their_comments_are_counted_right(tmp_path):
    text = (
        "CREATE TABLE IF NOT EXISTS `artikel` (`id` int(11) DEFAULT 1 COMMENT 'satu, (dua',\n"
        "`tgl_upload` datetime,\n"
        "`jumlah` decimal(10,2), `key` enum('a','b)'), KEY `k` (`id`,`key`),"
        " CONSTRAINT c FOREIGN KEY (id) REFERENCES y (z));"
        "INSERT INTO artikel VALUES (1,NULL,1.50,'b)');"
    )
    found, facts = read(write(tmp_path, text))
    assert found == [{"id": 1, "tgl_upload": None, "jumlah": Decimal("1.50"), "key": "b)"}]
    assert facts.columns["artikel"]["tgl_upload"] == "datetime"


def test_other_tables_are_passed_over_and_named(tmp_path):
    text = (
        CREATE + "INSERT INTO `penduduk` VALUES ('; INSERT INTO `artikel` VALUES (9,\\'x\\');');"
        "INSERT INTO artikel VALUES (1,'a');"
    )
    found, facts = read(write(tmp_path, text))
    assert found == [{"id": 1, "isi": "a"}]
    assert facts.other_tables == {"penduduk"}


def test_triggers_between_delimiter_lines_do_not_confuse_the_reader(tmp_path):
    text = (
        CREATE
        + "DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 TRIGGER t BEFORE INSERT ON artikel FOR EACH ROW BEGIN\n"
        "SET NEW.isi = 'a;b'; INSERT INTO artikel VALUES (7,'no'); END */;;\nDELIMITER ;\n"
        "INSERT INTO artikel VALUES (1,'a');"
    )
    assert read(write(tmp_path, text))[0] == [{"id": 1, "isi": "a"}]


def test_the_sandbox_line_of_mariadb_is_no_statement(tmp_path):
    for line in ("/*M!999999\\- enable the sandbox mode */ \n", "/*!999999\\- enable the sandbox mode */\n"):
        text = line + CREATE + "INSERT INTO artikel VALUES (1,'a');"
        assert read(write(tmp_path, text))[0] == [{"id": 1, "isi": "a"}]


def test_the_backup_of_opensid_itself_is_read_too(tmp_path):
    """CodeIgniter's own backup: comments with #, one INSERT a row, nothing declared."""
    text = (
        "#\n# TABLE STRUCTURE FOR: artikel\n#\n\nDROP TABLE IF EXISTS `artikel`;\n\n" + CREATE
        + "INSERT INTO `artikel` (`id`, `isi`) VALUES (1, 'a\\'b');\n"
        "INSERT INTO `artikel` (`id`, `isi`) VALUES (2, NULL);\n"
    )  # fmt: skip
    found, facts = read(write(tmp_path, text))
    assert [row["isi"] for row in found] == ["a'b", None]
    assert not facts.charset_declared
    assert facts.time_zone is None


def test_a_gzip_is_read_whatever_its_name(tmp_path):
    path = write(
        tmp_path, gzip.compress((CREATE + "INSERT INTO artikel VALUES (1,'a');").encode()), "dump.sql"
    )
    assert read(path)[0] == [{"id": 1, "isi": "a"}]


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = write(tmp_path, b"\xef\xbb\xbf" + CREATE.encode() + b"INSERT INTO artikel VALUES (1,'a');")
    assert read(path)[0] == [{"id": 1, "isi": "a"}]


# --- letters and clocks ---


@pytest.mark.parametrize(
    ("declared", "encoding", "word"),
    [
        ("utf8mb4", "utf-8", "Désa 🌾 “cerdas”"),
        ("utf8", "utf-8", "Désa “cerdas”"),
        ("utf8mb3", "utf-8", "Désa"),
        ("latin1", "cp1252", "Désa “cerdas” €"),
    ],
)
def test_the_declared_character_set_is_honoured(tmp_path, declared, encoding, word):
    text = f"/*!40101 SET NAMES {declared} */;\n{CREATE}INSERT INTO artikel VALUES (1,'{word}');"
    found, facts = read(write(tmp_path, text, encoding=encoding))
    assert found[0]["isi"] == word
    assert facts.charset == declared


def test_the_holes_of_windows_1252_do_not_stop_a_latin1_dump(tmp_path):
    text = b"SET NAMES latin1;" + CREATE.encode() + b"INSERT INTO artikel VALUES (1,'a\x81b\x93');"
    assert read(write(tmp_path, text))[0][0]["isi"] == "a\x81b\u201c"


def test_bad_letters_are_named_with_line_and_byte(tmp_path):
    start = CREATE.encode() + b"INSERT INTO artikel VALUES (1,'satu'),\n(2,'d\\'ua "
    message = refused(write(tmp_path, start + b"\xe9\xff');"))
    assert "baris 7" in message
    assert f"bita ke-{len(start)}" in message
    assert "--default-character-set=utf8mb4" in message


def test_an_unknown_character_set_is_refused_with_the_way_out(tmp_path):
    message = refused(write(tmp_path, "/*!40101 SET NAMES gbk */;\n" + CREATE))
    assert "gbk" in message
    assert "--default-character-set=utf8mb4" in message


def test_blobs_are_decoded_as_the_dump_declares(tmp_path):
    text = CREATE + "INSERT INTO artikel VALUES (1,0x44C3A97361);"
    found, facts = read(write(tmp_path, text))
    assert decode_blob(found[0]["isi"], facts) == "Désa"


@pytest.mark.parametrize(
    ("setting", "kind", "expected"),
    [
        ("/*!40103 SET TIME_ZONE='+00:00' */;", "timestamp NOT NULL", "2024-06-27 21:27:04"),
        ('SET time_zone = "+07:00";', "timestamp", "2024-06-27 14:27:04"),
        ("SET TIME_ZONE='Asia/Makassar';", "timestamp", "2024-06-27 13:27:04"),
        ("SET TIME_ZONE='SYSTEM';", "timestamp", "2024-06-27 14:27:04"),
        ("SET TIME_ZONE='Mars/../Base';", "timestamp", "2024-06-27 14:27:04"),
        ("", "timestamp", "2024-06-27 14:27:04"),
        ("/*!40103 SET TIME_ZONE='+00:00' */;", "datetime", "2024-06-27 14:27:04"),
    ],
)
def test_times_are_read_in_the_declared_zone_and_datetime_is_clock_time(tmp_path, setting, kind, expected):
    text = (
        "/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;" + setting + f"CREATE TABLE artikel (`tgl` {kind});"
        "INSERT INTO artikel VALUES ('2024-06-27 14:27:04');/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;"
    )
    dump = Dump(write(tmp_path, text))
    (row,) = dump.rows({"artikel"})
    assert dump.facts.moment(row, "tgl", WIB) == datetime.fromisoformat(expected).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    "value", ["'0000-00-00 00:00:00'", "NULL", "'besok'", "12", "'2024-02-31 00:00:00'", "'9999-99-99'"]
)
def test_what_is_no_time_is_none(tmp_path, value):
    dump = Dump(
        write(tmp_path, f"CREATE TABLE artikel (`tgl` timestamp);INSERT INTO artikel VALUES ({value});")
    )
    (row,) = dump.rows({"artikel"})
    assert dump.facts.moment(row, "tgl", WIB) is None


# --- broken and foreign files ---


def test_a_dump_cut_anywhere_never_passes_for_whole(tmp_path):
    """Wherever the copy stopped, either the reader says so or nothing but the closing remark is missing."""
    whole = (
        HEADER + CREATE + "INSERT INTO `artikel` VALUES (1,'it\\'s; -- /* a'),(2,'b');\n" + TRAILER.lstrip()
    )
    body = len(whole) - len(" on 2026-11-24  3:03:28\n")
    for length in range(20, body):
        with pytest.raises(DumpError):
            read(write(tmp_path, whole[:length]))
    assert len(read(write(tmp_path, whole))[0]) == 2


def test_a_cut_dump_is_called_cut_with_its_line(tmp_path):
    message = refused(write(tmp_path, HEADER + CREATE + "INSERT INTO `artikel` VALUES (1,'mulai"))
    assert "terpotong" in message
    assert "baris 8" in message
    assert "Tidak ada yang diimpor" in message


def test_a_dump_without_comments_needs_no_closing_remark(tmp_path):
    assert len(read(write(tmp_path, CREATE + "INSERT INTO artikel VALUES (1,'a');\n"))[0]) == 1


def test_a_cut_gzip_is_named(tmp_path):
    packed = gzip.compress((CREATE + "INSERT INTO artikel VALUES (1,'a');" * 500).encode())
    message = refused(write(tmp_path, packed[: len(packed) // 2]))
    assert "gzip -t" in message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "kosong"),
        (b" \n\n", "kosong"),
        (b"<!DOCTYPE html><html><body>Masuk</body></html>", "halaman web"),
        (b"\n  <html lang=id>", "halaman web"),
        (b"--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n", "PostgreSQL"),
        (b"COPY public.artikel (id, isi) FROM stdin;\n1\tx\n\\.\n", "PostgreSQL"),
        (b"PGDMP\x01\x0e", "PostgreSQL"),
        (b"SQLite format 3\0....", "SQLite"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "bukan berkas teks SQL"),
        ("CREATE TABLE x".encode("utf-16"), "UTF-16"),
        (b"Daftar belanja: beras; gula; don't forget", "tidak memuat satu pun tabel"),
        (b"id,nama\n1,Budi\n", "tidak memuat satu pun tabel"),
        (gzip.compress(b"<!doctype html><p>x", mtime=0), "halaman web"),
        (gzip.compress(b"", mtime=0), "kosong"),
        (gzip.compress(b"SQLite format 3\0", mtime=0), "SQLite"),
        (b"\x1f\x8bnot really", "gzip"),
    ],
)
def test_a_file_of_the_wrong_kind_is_named_for_what_it_is(tmp_path, content, word):
    assert word in refused(write(tmp_path, content))


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    assert "tidak dapat dibuka" in refused(tmp_path / "tidak-ada.sql")
    assert "tidak dapat dibuka" in refused(tmp_path)


@pytest.mark.parametrize(
    "values",
    [
        "(1)",
        "(1,'a','b')",
        "(1,CURRENT_TIMESTAMP)",
        "(1,'a') (2,'b')",
        "1,'a'",
        "(1,'a'",
        "(,)",
        "(1,'a')x",
        "",
    ],
)
def test_a_row_that_does_not_fit_is_refused_not_guessed(tmp_path, values):
    message = refused(write(tmp_path, f"{CREATE}INSERT INTO artikel VALUES {values};"))
    assert "artikel" in message
    assert "baris" in message


@pytest.mark.parametrize("value", ["9" * 5000, "0." + "1" * 5000, "1e" + "9" * 30, "b'" + "1" * 20_000 + "'"])
def test_a_number_that_no_server_writes_is_refused_with_its_line(tmp_path, value):
    path = write(tmp_path, f"{CREATE}INSERT INTO `artikel` VALUES (1,'a'),\n({value},'b');\n")
    message = refused(path)
    assert "bilangan yang terlalu panjang" in message
    assert "baris 7" in message


def test_rows_without_any_list_of_columns_are_refused(tmp_path):
    assert "--complete-insert" in refused(write(tmp_path, "INSERT INTO artikel VALUES (1,'a');"))


def test_a_mode_that_changes_the_meaning_of_backslashes_is_refused(tmp_path):
    text = "SET SQL_MODE='NO_BACKSLASH_ESCAPES';" + CREATE
    assert "NO_BACKSLASH_ESCAPES" in refused(write(tmp_path, text))


def test_one_statement_of_endless_length_is_stopped(tmp_path):
    path = write(tmp_path, CREATE + "INSERT INTO artikel VALUES (1,'" + "a" * 3_000_000 + "');")
    with pytest.raises(DumpError, match="lebih besar"):
        list(Dump(path, statement_limit=1024 * 1024).rows({"artikel"}))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.text("INSERT INTO artikel VALUES ('\\\"`);-#/*!0xNULL,\n", max_size=200).map(str.encode)
)
def test_no_bytes_whatever_bring_down_the_reader(tmp_path, content):
    path = write(tmp_path, CREATE.encode() + content)
    with contextlib.suppress(DumpError):
        read(path)


def test_memory_stays_flat_on_a_large_file(tmp_path):
    """40 MB in other tables and 10 MB in articles need far less than the file's size."""
    path = tmp_path / "large.sql"
    with path.open("w") as file:
        file.write(CREATE)
        row = "(1,'" + "kata " * 2000 + "')"
        for _count in range(40):
            file.write("INSERT INTO `penduduk` VALUES " + ",".join([row] * 100) + ";\n")
        for _count in range(10):
            file.write("INSERT INTO `artikel` VALUES " + ",".join([row] * 100) + ";\n")
    tracemalloc.start()
    count = sum(1 for _row in Dump(path).rows({"artikel"}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1000
    assert peak < 8 * 1024 * 1024
