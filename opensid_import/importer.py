"""Brings the articles and comments of one old site into one village: all of them, or nothing.

The dump is read four times: once to the end, to know that it is whole and whose it is; then articles, to make
their pictures ready before anybody else has to wait for the database; then articles; then comments, which may
stand before their articles in the file.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments.enums import CommentState
from comments.models import ResidentComment, Thread
from comments.text import fold_hash
from core.caching import bump
from core.models import CustomDocument, CustomImage, CustomRendition
from news.models import NewsArticlePage, NewsIndexPage
from opensid_import.addresses import old_number_path, old_path
from opensid_import.articles import (
    REQUIRED_COLUMNS,
    TITLE_LIMIT,
    ArticleDraft,
    SkippedArticle,
    lead_of,
    line,
    number,
    read_article,
    slug_for,
)
from opensid_import.body_blocks import picture_value, raw_blocks
from opensid_import.comments import REQUIRED_COLUMNS as COMMENT_COLUMNS
from opensid_import.comments import CommentDraft, SkippedComment, read_comment
from opensid_import.dump import Dump, DumpError, Row
from opensid_import.html_blocks import Converted, Picture, convert
from opensid_import.media import existing_file, media_path
from opensid_import.models import ImportedRecord, OldAddress, SourceTable
from opensid_import.prepared import PreparedFiles
from opensid_import.report import Report
from village_pages.models import VillagePage

TABLES = {"artikel", "komentar", "kategori", "config", "user"}
LOG_ACTION = "opensid_import.import"
# The name that OpenSID gives its first account says nothing about who wrote.
NO_AUTHORS = {"administrator", "admin"}
AUTHOR_LIMIT = 120
LABEL_LIMIT = 120
TAG_LIMIT = 100


class ImportRefused(Exception):  # noqa: N818 (a refusal, told to the person at the keyboard)
    """The run cannot start or go on; the message says in Indonesian what is missing or wrong."""


class Importer:
    """One run. ``run`` returns the report, or raises ``DumpError`` or ``ImportRefused`` with nothing
    changed."""

    def __init__(
        self,
        *,
        village: VillagePage,
        sql: Path,
        media: Path | None = None,
        config_id: int | None = None,
        may_be_other_village: bool = False,
        is_dry_run: bool = False,
    ):
        self.village = village
        self.dump = Dump(sql)
        self.media = media
        self.config_id = config_id
        self.may_be_other_village = may_be_other_village
        self.is_dry_run = is_dry_run
        self.local: tzinfo = timezone.get_default_timezone()
        self.report = Report(village=f"{village.title} ({village.code})", is_dry_run=is_dry_run)
        self.categories: dict[int, str] = {}
        self.authors: dict[int, str] = {}
        self.configs: dict[int, tuple[str, str]] = {}
        self.articles_of: Counter[int] = Counter()
        self.images: dict[Path, int | None] = {}
        self.documents: dict[Path, int | None] = {}
        # Source number of an article -> its page; None where it was skipped, deleted, or in a dry run.
        self.pages: dict[int, int | None] = {}

    def run(self) -> Report:
        self._survey()
        self._choose_config()
        with TemporaryDirectory(prefix="opensid-") as folder, stored_files() as names:
            self.files = PreparedFiles(Path(folder))
            self.report.refused_files = self.files.refused
            self._prepare_files()
            try:
                with transaction.atomic():
                    # Two runs for one village wait for each other.
                    VillagePage.objects.select_for_update().get(pk=self.village.pk)
                    self.records = self._known_records()
                    self._import_articles()
                    self._import_comments()
            except BaseException:
                for storage, name in names:
                    storage.delete(name)
                raise
        if not self.is_dry_run and not self.report.is_empty():
            bump("portal", f"village:{self.village.pk}")
        return self.report

    # --- first reading: is it whole, and whose is it? ---

    def _survey(self) -> None:
        for row in self.dump.rows(TABLES):
            if row.table == "artikel":
                self.articles_of[number(row.values.get("config_id")) or 0] += 1
            elif row.table == "kategori":
                self._note_name(self.categories, row, "kategori")
            elif row.table == "user":
                self._note_name(self.authors, row, "nama")
            elif row.table == "config":
                code = line(row.values.get("kode_desa"), self.dump.facts)
                self.configs[number(row.values.get("id")) or 0] = (
                    line(row.values.get("nama_desa"), self.dump.facts),
                    code,
                )
        facts = self.dump.facts
        for table, required in (("artikel", REQUIRED_COLUMNS), ("komentar", COMMENT_COLUMNS)):
            columns = facts.columns.get(table)
            missing = [name for name in required if columns and name not in columns]
            if missing:
                raise DumpError(
                    _("Tabel %(table)s tidak punya kolom %(columns)s. Apakah ini salinan basis data OpenSID?")
                    % {"table": table, "columns": ", ".join(missing)}
                )
        if not facts.rows["artikel"] and "artikel" not in facts.columns:
            raise DumpError(
                _(
                    "Tidak ada tabel artikel di dalam berkas ini. Pakai salinan seluruh basis data "
                    "OpenSID, atau "
                    "sertakan tabel artikel, kategori, dan komentar."
                )
            )
        notes = self.report.notes
        if not facts.charset_declared:
            notes.append(_("Himpunan huruf tidak dinyatakan; dianggap UTF-8."))
        if facts.time_zone is None:
            declared = facts.time_zone_name or _("tidak dinyatakan")
            notes.append(
                _("Zona waktu di berkas: %(zone)s; jam dianggap sama dengan jam situs ini (%(local)s).")
                % {"zone": declared, "local": self.local}
            )
        if "komentar" not in facts.columns and not facts.rows["komentar"]:
            notes.append(_("Tabel komentar tidak ada di dalam berkas; komentar tidak diimpor."))
        if self.media is None:
            notes.append(_("Tanpa --media: gambar dan berkas tidak diimpor."))
        self.report.other_tables = sorted(facts.other_tables)

    def _note_name(self, names: dict[int, str], row: Row, column: str) -> None:
        key, name = number(row.values.get("id")), line(row.values.get(column), self.dump.facts)
        if key is not None and name:
            names[key] = name

    def _choose_config(self) -> None:
        """Settle which village of the dump is meant. Rows without a ``config_id`` belong to whichever it
        is."""
        found = sorted(key for key in self.articles_of if key)
        if self.config_id is not None:
            if self.config_id not in found and self.config_id not in self.configs:
                raise ImportRefused(
                    _("Tidak ada desa dengan config_id %(config)s di dalam berkas ini. Yang ada:\n%(list)s")
                    % {"config": self.config_id, "list": self._config_list(found)}
                )
        elif len(found) > 1:
            raise ImportRefused(
                _(
                    "Berkas ini memuat beberapa desa. Ulangi dengan --config-id dan nomor desa yang "
                    "dimaksud:\n"
                    "%(list)s"
                )
                % {"list": self._config_list(found)}
            )
        else:
            self.config_id = found[0] if found else 0
        self._check_owner()

    def _check_owner(self) -> None:
        """Refuse a dump that says it is another village's. One that says nothing is taken at its word."""
        known = self.configs.get(self.config_id or 0)
        # Rows without a config_id may be of any village that the file names.
        owners = [(name, code) for name, code in ([known] if known else self.configs.values()) if code]
        if not owners or any(_digits(code) == _digits(self.village.code) for _name, code in owners):
            return
        names = ", ".join(f"{name} ({code})" for name, code in owners)
        words = {"names": names, "own": self.village.code}
        if not self.may_be_other_village:
            raise ImportRefused(
                _(
                    "Berkas ini milik desa lain: %(names)s, bukan kode %(own)s. Periksa --village dan --sql. "
                    "Bila memang dimaksudkan, ulangi dengan --other-village."
                )
                % words
            )
        self.report.notes.append(
            _("PERHATIAN: berkas ini milik desa lain: %(names)s, bukan kode %(own)s.") % words
        )

    def _config_list(self, found: list[int]) -> str:
        keys = sorted(set(found) | set(self.configs))
        return "\n".join(
            _("  %(id)s  %(name)s: %(count)s artikel")
            % {
                "id": key,
                "name": " ".join(part for part in self.configs.get(key, ()) if part) or _("(tanpa nama)"),
                "count": self.articles_of[key],
            }
            for key in keys
        )

    def _is_ours(self, row: Row) -> bool:
        return (number(row.values.get("config_id")) or 0) in {0, self.config_id}

    def _equal_configs(self) -> set[int]:
        """A site imported before it had the column is the same site after its upgrade."""
        return {0, self.config_id or 0}

    def _known_records(self) -> dict[tuple[str, int], ImportedRecord]:
        records = ImportedRecord.objects.filter(village=self.village, config_id__in=self._equal_configs())
        return {(record.source_table, record.source_id): record for record in records}

    # --- second reading: files, outside of the transaction ---

    def _prepare_files(self) -> None:
        """Make ready what the articles that are new here will store."""
        if self.media is None:
            return
        known = self._known_records()
        for row in self.dump.rows({"artikel"}):
            if not self._is_ours(row):
                continue
            draft = read_article(row, self.dump.facts, self.local)
            if isinstance(draft, SkippedArticle) or (SourceTable.ARTICLE, draft.source_id) in known:
                continue
            with naming(SourceTable.ARTICLE, draft.source_id, draft.title):
                for item in convert(draft.source, self._body_picture).items:
                    if isinstance(item, Picture):
                        self.files.file(item.path, CustomImage)
                for name in (draft.lead_picture, *draft.pictures):
                    any(self.files.file(path, CustomImage) for path in self._picture_files(name))
                if path := self._document_file(draft):
                    self.files.file(path, CustomDocument)

    # --- articles ---

    def _import_articles(self) -> None:
        index_page = NewsIndexPage.objects.child_of(self.village).first()
        if index_page is None:
            raise ImportRefused(_("Desa ini belum punya halaman berita. Jalankan open_villages dahulu."))
        self.taken = set(index_page.get_children().values_list("slug", flat=True)) | {"feed"}
        for row in self.dump.rows({"artikel"}):
            if not self._is_ours(row):
                continue
            draft = read_article(row, self.dump.facts, self.local)
            if isinstance(draft, SkippedArticle):
                self.report.skip_article(draft.kind, draft.title)
                continue
            if draft.source_id in self.pages:
                continue  # the same number twice in one file
            record = self.records.get((SourceTable.ARTICLE, draft.source_id))
            if record is not None:
                self._note_known(record, draft)
            else:
                with naming(SourceTable.ARTICLE, draft.source_id, draft.title):
                    self._add_article(index_page, draft)

    def _note_known(self, record: ImportedRecord, draft: ArticleDraft) -> None:
        self.report.articles["old"] += 1
        self.pages[draft.source_id] = record.page_id
        if record.page_id is None:
            self.report.articles["deleted"] += 1
        elif record.digest != draft.digest:
            self.report.changed_since.append(draft.title)

    def _add_article(self, index_page: NewsIndexPage, draft: ArticleDraft) -> None:
        converted = convert(draft.source, self._body_picture)
        self._note_losses(draft, converted)
        lead = self._stored_picture(draft.lead_picture, draft.title)
        summary, items = lead_of(converted.items, draft.title)
        body = raw_blocks(items, lambda path: self._image_id(path, draft.title))
        body += self._further_pictures(draft)
        body += self._document_blocks(draft)
        moment = draft.moment
        now = timezone.now()
        if moment is None:
            self.report.undated.append(draft.title)
        is_live = draft.is_public and moment is not None
        is_later = is_live and moment is not None and moment > now
        self.report.articles["scheduled" if is_later else "live" if is_live else "draft"] += 1
        tag = self.categories.get(draft.category_id or 0, "")[:TAG_LIMIT].replace(",", " ").strip()
        if tag:
            self.report.tags.add(tag)
        slug = slug_for(draft, self.taken)
        path = ""
        if moment is not None:
            path = old_path(moment.date(), draft.old_slug or str(draft.source_id))
        self.pages[draft.source_id] = None
        if self.is_dry_run:
            self._count_addresses([path, old_number_path(draft.source_id)])
            return
        author = self.authors.get(draft.author_id or 0, "")
        page = NewsArticlePage(
            title=draft.title,
            slug=slug,
            live=False,
            date=(moment or timezone.localtime(now)).date(),
            first_published_at=moment if is_live and not is_later else None,
            go_live_at=moment if is_later else None,
            summary=summary,
            lead_image_id=lead,
            lead_image_decorative=bool(lead),
            body=body,
            author_line="" if author.lower() in NO_AUTHORS else author[:AUTHOR_LIMIT],
            comments_open=draft.comments_open,
        )
        if tag:
            page.tags.add(tag)
        index_page.add_child(instance=page)
        revision = page.save_revision()
        log(
            instance=page, action=LOG_ACTION, revision=revision, data={"source": f"artikel {draft.source_id}"}
        )
        if is_live:
            revision.publish()
        self.pages[draft.source_id] = page.pk
        self._keep_address(path, page)
        self._keep_address(old_number_path(draft.source_id), page)
        self._keep_record(SourceTable.ARTICLE, draft.source_id, draft.digest, page_id=page.pk)

    def _note_losses(self, draft: ArticleDraft, converted: Converted) -> None:
        report, title = self.report, draft.title
        for source in converted.missing_pictures:
            report.missing_files.append(f"{title}: {source}")
        if converted.embedded_pictures:
            report.lose(_("Gambar yang tertanam di dalam teks, tidak diambil"), title)
        if converted.dropped_links:
            report.lose(
                _("Tautan yang tidak dapat dibawa, kata-katanya tetap"), title, str(converted.dropped_links)
            )
        for source in converted.dropped_embeds:
            report.lose(_("Video, peta, atau sisipan lain yang tidak dibawa"), title, source)
        for code in converted.short_codes:
            report.lose(_("Kode pendek OpenSID, tampil sebagai teks"), title, code)

    def _count_addresses(self, paths: list[str]) -> None:
        wanted = [path for path in paths if path]
        known = OldAddress.objects.filter(village=self.village, path__in=wanted).count()
        self.report.addresses += len(wanted) - known

    def _keep_address(self, path: str, page: NewsArticlePage) -> None:
        if not path:
            return
        _address, created = OldAddress.objects.get_or_create(
            village=self.village, path=path, defaults={"page_id": page.pk}
        )
        self.report.addresses += created

    def _keep_record(self, table: str, source_id: int, digest: str, **fields) -> None:
        ImportedRecord.objects.create(
            village=self.village,
            source_table=table,
            source_id=source_id,
            config_id=self.config_id or 0,
            digest=digest,
            **fields,
        )

    # --- pictures and documents ---

    def _body_picture(self, source: str) -> Path | None:
        return media_path(self.media, source)

    def _picture_files(self, name: str) -> list[Path]:
        """Files of a stored picture name, the largest first: OpenSID keeps 880 and 440 pixels wide copies."""
        if self.media is None or not name:
            return []
        found = [existing_file(self.media, f"artikel/{size}{name}") for size in ("sedang_", "kecil_", "")]
        return [path for path in found if path is not None]

    def _stored_picture(self, name: str, title: str) -> int | None:
        """Id of the picture that the row names; the smaller copy where the larger cannot be read."""
        files = self._picture_files(name)
        if name and not files and self.media is not None:
            self.report.missing_files.append(f"{title}: {name}")
        for path in files:
            pk = self._image_id(path, title)
            if pk is not None:
                return pk
        return None

    def _image_id(self, path: Path, title: str) -> int | None:
        """Id of the picture in the village's collection (0 in a dry run); ``None`` where it is refused."""
        if path not in self.images:
            self.images[path] = self._add_file(path, CustomImage, title)
        return self.images[path]

    def _document_id(self, path: Path, title: str) -> int | None:
        if path not in self.documents:
            self.documents[path] = self._add_file(path, CustomDocument, title)
        return self.documents[path]

    def _add_file(self, path: Path, model: type[CustomImage | CustomDocument], title: str) -> int | None:
        collection = self.village.access.collection
        file = self.files.file(path, model)
        if file is None:
            return None
        item = model(title=title[:TITLE_LIMIT], collection=collection, file=file)
        item.clean()  # learns its hash
        known = model.objects.filter(collection=collection, file_hash=item.file_hash).first()
        if known is not None:
            return known.pk
        if model is CustomImage:
            self.report.pictures += 1
        else:
            self.report.documents += 1
        if self.is_dry_run:
            return 0
        item.save()
        return item.pk

    def _further_pictures(self, draft: ArticleDraft) -> list[dict]:
        ids = [pk for name in draft.pictures if (pk := self._stored_picture(name, draft.title)) is not None]
        pictures = [picture_value(pk, "") for pk in dict.fromkeys(ids)]
        if len(pictures) < 2:
            return [{"type": "picture", "value": value} for value in pictures]
        items = [{"type": "item", "value": value} for value in pictures]
        return [{"type": "gallery", "value": {"pictures": items}}]

    def _document_file(self, draft: ArticleDraft) -> Path | None:
        if not draft.document or self.media is None:
            return None
        return existing_file(self.media, f"dokumen/{draft.document}")

    def _document_blocks(self, draft: ArticleDraft) -> list[dict]:
        if not draft.document or self.media is None:
            return []
        path = self._document_file(draft)
        if path is None:
            self.report.missing_files.append(f"{draft.title}: {draft.document}")
            return []
        label = draft.document_label or draft.title
        pk = self._document_id(path, label)
        return (
            []
            if pk is None
            else [{"type": "document", "value": {"document": pk, "label": label[:LABEL_LIMIT]}}]
        )

    # --- comments ---

    def _import_comments(self) -> None:
        drafts: list[CommentDraft] = []
        seen: set[int] = set()
        for row in self.dump.rows({"komentar"}):
            if not self._is_ours(row):
                continue
            draft = read_comment(row, self.dump.facts, self.local)
            if draft.source_id in seen:
                continue
            seen.add(draft.source_id)
            if isinstance(draft, SkippedComment):
                self.report.skipped_comments[draft.reason] += 1
            elif record := self.records.get((SourceTable.COMMENT, draft.source_id)):
                self.report.comments["old"] += 1
                self.report.comments["changed"] += record.digest != draft.digest
            elif draft.article_id not in self.pages:
                self.report.skipped_comments[_("artikelnya tidak diimpor")] += 1
            elif self.pages[draft.article_id] is None and not self.is_dry_run:
                self.report.skipped_comments[_("artikelnya sudah dihapus di sini")] += 1
            else:
                self._count_comment(draft)
                drafts.append(draft)
        if self.is_dry_run:
            return
        # Readers see comments in the order of their rows, so the oldest must come first; answers after all
        # else.
        drafts.sort(key=lambda draft: (draft.parent_id is not None, draft.moment, draft.source_id))
        touched: set[int] = set()
        for draft in drafts:
            with naming(SourceTable.COMMENT, draft.source_id):
                touched.add(self._add_comment(draft))
        for thread in Thread.objects.filter(pk__in=touched):
            thread.n_published = thread.resident_comments.published().count()
            thread.version += 1
            thread.save(update_fields=["n_published", "version"])

    def _count_comment(self, draft: CommentDraft) -> None:
        counts = self.report.comments
        counts[str(draft.state)] += 1
        counts["shortened"] += draft.is_shortened
        counts["masked"] += draft.is_masked
        counts["office"] += draft.is_like_an_office

    def _add_comment(self, draft: CommentDraft) -> int:
        """Store one comment and return its thread."""
        page_id = self.pages[draft.article_id] or 0  # those without a page were sorted out before
        thread, _created = Thread.objects.get_or_create(
            page_id=page_id, defaults={"village_id": self.village.pk}
        )
        parent = None
        record = self.records.get((SourceTable.COMMENT, draft.parent_id or 0))
        if record is not None and record.comment_id:
            parent = ResidentComment.objects.filter(pk=record.comment_id, thread=thread).first()
        comment = ResidentComment.objects.create(
            thread=thread,
            village_id=self.village.pk,
            parent=parent,
            root_id=(parent.root_id or parent.pk) if parent else None,
            depth=1 if parent else 0,
            shown_name=draft.name,
            body=draft.body,
            body_fold_hash=fold_hash(draft.body),
            state=draft.state,
            held_codes=draft.held_codes,
            created_at=draft.moment,
            published_at=draft.moment if draft.state == CommentState.PUBLISHED else None,
            state_changed_at=draft.moment,
        )
        self.records[(SourceTable.COMMENT, draft.source_id)] = ImportedRecord.objects.create(
            village=self.village,
            source_table=SourceTable.COMMENT,
            source_id=draft.source_id,
            config_id=self.config_id or 0,
            digest=draft.digest,
            page_id=thread.page_id,
            comment=comment,
        )
        return thread.pk


def _digits(code: str) -> str:
    return re.sub(r"\D", "", code)


@contextmanager
def naming(table: SourceTable, source_id: int, title: str = "") -> Iterator[None]:
    """Turns what goes wrong with one row into ``ImportRefused`` that names the row, for a person to mend."""
    try:
        yield
    except (ValidationError, OSError, ValueError, DatabaseError) as error:
        if isinstance(error, ValidationError):
            reason = " ".join(error.messages)
        elif isinstance(error, OSError):
            reason = f"{error.strerror or error}: {error.filename or ''}".strip(" :")
        else:
            # The first line: behind it PostgreSQL repeats the row, with what a commenter wrote.
            reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ImportRefused(
            _("Impor berhenti pada %(table)s nomor %(number)s%(title)s: %(reason)s. Tidak ada yang diimpor.")
            % {
                "table": table.label,
                "number": source_id,
                "title": f' "{title}"' if title else "",
                "reason": reason.strip().rstrip("."),
            }
        ) from error


@contextmanager
def stored_files() -> Iterator[list[tuple]]:
    """Collects (storage, name) of every picture, rendition and document stored meanwhile by this process.

    A database takes back its rows when a run fails; files must be taken back by hand, renditions made at
    publishing among them. For a command, which has its process to itself.
    """
    names: list[tuple] = []
    storages = {}
    for model in (CustomImage, CustomRendition, CustomDocument):
        storage = model._meta.get_field("file").storage
        storages[id(storage)] = storage

    def recording(storage, save: Callable) -> Callable:
        def keep(name, content, max_length=None):
            stored = save(name, content, max_length=max_length)
            names.append((storage, stored))
            return stored

        return keep

    for storage in storages.values():
        storage.save = recording(storage, storage.save)
    try:
        yield names
    finally:
        for storage in storages.values():
            del storage.save
