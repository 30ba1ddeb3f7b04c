"""Writes the example content into the tree: pages in every state, pictures, comments, accounts.

A village that has its example content is never touched again, so that what people change or delete stays so.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.signal_handlers import disable_reference_index_auto_update

from comments.enums import FINAL_TOPIC_STATES, CommentKind, CommentState, TopicKind
from comments.models import CommunitySpacePage, ResidentComment, Thread, Topic, TopicStep, TopicSupport
from comments.moderation import answer, approve, hide, reject
from comments.names import checked_name
from comments.posting import Speaker
from comments.text import checked_body, fold_hash
from comments.topics.opening import open_topic
from comments.topics.progress import ANSWERS_OPEN, take_step
from comments.topics.proposing import TopicWords, propose
from core.enums import Pillar
from core.models import CustomDocument, CustomImage
from core.renditions import prepare_renditions
from core.uploads import PreparedPicture
from editorial.models import PageCare
from example_content.accounts import OFFICER, Staff, ensure_accounts
from example_content.bodies import BodyWriter
from example_content.drawings import SCENES, jpeg
from example_content.forms import blank_statement
from example_content.offices import main_office, village_closing, village_place
from example_content.services import describe_services, village_service
from example_content.texts import (
    Article,
    Difference,
    Information,
    Matter,
    Notice,
    Remark,
    Service,
    Setting,
    Text,
    fill,
    marked,
    marked_after,
)
from example_content.texts.comments import MUCH_DISCUSSED, REMARKS, SHORT_REMARKS
from example_content.texts.information import REGENCY, VILLAGE
from example_content.texts.news import ARTICLES, weekly_notes
from example_content.texts.notices import NOTICES
from example_content.texts.services import COMMON_KEYS, DIFFERENCES, OWN_SERVICES, QUESTIONS, SERVICES
from example_content.texts.topics import MATTERS
from inclusion.models import InclusionContact, InclusionIndexPage, InclusionNoticePage, InclusionStep
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from services.models import ServiceIndexPage, ServicePage, ServiceStandard
from village_pages.models import (
    InformationPage,
    RegencyContact,
    RegencyHomePage,
    VillageAccess,
    VillagePage,
)

# In these everything can be seen, and their contributor and cadre can sign in.
FULL_VILLAGES = ("15.07.09.2002", "15.07.01.2011")
# Its news list has several pages.
MANY_NEWS = "15.07.01.2011"
# States of news beside live ones, in this order; other villages have the first two.
STATES = ("draft", "in_review", "sent_back", "unpublished", "scheduled")
PICTURES_PER_VILLAGE = 3
# What to show where a village has no picture of an article's own scene.
RELATED = {
    "river": ("jetty", "mangrove"),
    "rice": ("market", "river"),
    "hall": ("meeting", "school"),
    "market": ("training", "rice"),
    "mangrove": ("river", "jetty"),
    "posyandu": ("meeting", "hall"),
    "meeting": ("hall", "training"),
    "training": ("library", "meeting"),
    "bridge": ("jetty", "river"),
    "school": ("library", "hall"),
    "jetty": ("river", "bridge"),
    "library": ("school", "training"),
}
SENT_BACK = (
    "Mohon tambahkan tanggal dan tempat kegiatan, dan periksa lagi teks alternatif gambar. Setelah itu kirim "
    "kembali; isinya sudah baik. (contoh)"
)


@transaction.atomic
def load_example_content(villages: Sequence[VillagePage]) -> int:
    """Fill the portal and every one of `villages` without example content; returns how many were filled."""
    full = [village for village in villages if village.code in FULL_VILLAGES] or list(villages[:2])
    staff = ensure_accounts(villages, {village.code for village in full})
    empty = [village for village in villages if not village.is_example and not village.is_closed]
    with _indexes_at_the_end():
        _fill_portal(villages)
        for village in empty:
            number = villages.index(village) + 1
            _VillageLoader(village, number, staff[village.code], in_full=village in full).load()
    return len(empty)


def _fill_portal(villages: Sequence[VillagePage]) -> None:
    home = RegencyHomePage.objects.first()
    if home is None or home.is_example:
        return
    home.is_example = True
    home.office_address = home.office_address or "Alamat kantor dinas (contoh)"
    if not home.contacts.exists():
        home.contacts = [
            RegencyContact(
                role="Pengelola portal (contoh)", phone="0812-0000-0000", whatsapp="0812-0000-0000"
            )
        ]
    home.save_revision().publish()
    setting = Setting("", home.title, "", "portal", 0)
    for page in _information_pages(REGENCY, home, BodyWriter(setting, {}, lambda path: None)):
        _add_live(home, page, timezone.now() - timedelta(days=60))
    describe_services(villages, User.objects.get(username=OFFICER))


def _information_pages(texts: Sequence[Information], parent: Page, writer: BodyWriter):
    taken = set(parent.get_children().values_list("slug", flat=True))
    for text in texts:
        # One page of each kind is enough: what people wrote stands.
        if text.key in taken:
            continue
        title = marked_after(fill(text.title, writer.setting))
        lead = Text(f"<p><b>{text.summary}</b></p>")
        yield InformationPage(
            title=title,
            slug=text.key,
            search_description=fill(text.summary, writer.setting),
            body=writer.body((lead, *text.body)),
        )


def _hang(page: Page, parent: Page, owner) -> None:
    """Put a new page below `parent`; beside a page that people made at the same address."""
    page.is_example = True
    page.owner = owner
    if Page.objects.child_of(parent).filter(slug=page.slug).exists():
        page.slug = f"{page.slug}-contoh"
    parent.add_child(instance=page)


def _add_draft(parent: Page, page: Page, owner=None) -> Page:
    """Add a page that only its writers see, with its first revision."""
    page.live = False
    _hang(page, parent, owner)
    page.save_revision(user=owner, log_action=True, clean=False)
    return page


def _add_live(parent: Page, page: Page, when: datetime, owner=None, publisher=None) -> Page:
    """Add a page as it stands after its publication at `when`: live, with its revision and log.

    Wagtail's own way (add, save a revision, publish it) writes every page three times, which for hundreds
    of pages takes minutes; the rows are the same.
    """
    page.first_published_at = page.last_published_at = when
    _hang(page, parent, owner)
    revision = page.save_revision(user=publisher, changed=False, log_action="wagtail.publish", clean=False)
    Page.objects.filter(pk=page.pk).update(live_revision=revision)
    page.live_revision = revision
    return page


@contextmanager
def _indexes_at_the_end() -> Iterator[None]:
    """Write the search index and the reference index once for each page, not at each of its saves."""
    models = [NewsArticlePage, ServicePage, InclusionNoticePage, InformationPage]
    known = {model: set(model.objects.values_list("pk", flat=True)) for model in models}
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    for model in models:
        pages = list(model.objects.exclude(pk__in=known[model]))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, pages)
        for page in pages:
            ReferenceIndex.create_or_update_for_object(page)


@dataclass
class _VillageLoader:
    """Fills one village. `number` (from 1) makes villages differ; `in_full`: everything that can be seen."""

    village: VillagePage
    number: int
    staff: Staff
    in_full: bool

    def __post_init__(self) -> None:
        village = self.village
        self.setting = Setting(village.code, village.title, village.district, village.slug, self.number)
        self.dice = Random(f"content:{village.code}")
        self.now = timezone.now().replace(second=0, microsecond=0)
        self.today = timezone.localdate(self.now)
        self.paths: dict[str, int] = {}

    # -- what the village gets -----------------------------------------------------------------------

    def articles(self) -> tuple[list[Article], list[tuple[str, Article]]]:
        """Live articles, newest first, and (state, article) for the others."""
        if self.village.code == MANY_NEWS:
            notes = list(weekly_notes(18))
            stored = notes[13:]
            return [*ARTICLES, *reversed(notes[:13])], list(zip(STATES, stored, strict=False))
        if self.in_full:
            return list(ARTICLES[:8]), list(zip(STATES, ARTICLES[8:], strict=False))
        start = (self.number * 3) % len(ARTICLES)
        turned = [*ARTICLES[start:], *ARTICLES[:start]]
        live = 3 + self.number % 5
        return turned[:live], list(zip(STATES[:2], turned[live:], strict=False))

    def services(self) -> list[Service]:
        if self.in_full:
            return list(SERVICES)
        others = [service for service in SERVICES if service.key not in COMMON_KEYS]
        extra = {others[(self.number * 2 + step) % len(others)].key for step in range(self.number % 3)}
        chosen = {*COMMON_KEYS, *extra, *self.differences()}
        return [service for service in SERVICES if service.key in chosen]

    def differences(self) -> dict[str, Difference]:
        """What the village says of a service instead of the regency, by the service's key."""
        return {one.key: one for one in DIFFERENCES.get(self.village.code, ())}

    def notices(self) -> list[Notice]:
        if self.in_full:
            return list(NOTICES)
        *turning, standing = NOTICES
        start = (self.number * 3) % len(turning)
        chosen = [turning[(start + step) % len(turning)] for step in range(2 + self.number % 2)]
        return [*chosen, standing]

    def matters(self) -> list[Matter]:
        if self.in_full:
            return list(MATTERS)
        first, *turning = MATTERS
        start = self.number % len(turning)
        return [first, *[*turning[start:], *turning[:start]][:4]]

    def scenes(self) -> list[str]:
        """Scenes of the village's pictures: all, or those of its newest articles."""
        if self.in_full:
            return list(SCENES)
        live, others = self.articles()
        wanted = ["hall" if self.number % 2 else "river"]
        wanted += [article.scene for article in [*live, *(article for _state, article in others)]]
        return list(dict.fromkeys(wanted))[:PICTURES_PER_VILLAGE]

    # -- writing it ----------------------------------------------------------------------------------

    def load(self) -> None:
        self.images = self._draw()
        self.writer = BodyWriter(self.setting, self.images, self.paths.get)
        self.document = self._document()
        self._services()
        published = self._news()
        self._notices()
        for page in _information_pages(VILLAGE, self.village, self.writer):
            self._live(self.village, page, 90)
        self._village_page()
        self._community_space()
        self._comments(published)
        self._topics()

    def _live(self, parent: Page, page: Page, days_ago: float) -> Page:
        when = self.now - timedelta(days=days_ago)
        return _add_live(parent, page, when, self.staff.contributor, self.staff.cadre)

    def _draw(self) -> dict[str, CustomImage]:
        collection = VillageAccess.objects.get(village=self.village).collection
        images = {}
        for scene in self.scenes():
            # Our own bytes: decoding and encoding them once more would only blur them.
            file = PreparedPicture(jpeg(scene, self.village.code), name=f"contoh-{scene}.jpg")
            images[scene] = CustomImage.objects.create(
                title=f"{SCENES[scene].title}, {self.village.title} (contoh)",
                description=SCENES[scene].alt,
                collection=collection,
                uploaded_by_user=self.staff.cadre,
                file=file,
            )
        prepare_renditions(images.values())
        return images

    def _picture(self, scene: str) -> tuple[CustomImage, str]:
        """The picture that fits `scene` best, with its own alternative text."""
        for choice in (scene, *RELATED[scene], *self.images):
            if choice in self.images:
                return self.images[choice], SCENES[choice].alt
        raise ValueError("a village has at least one picture")

    def _document(self) -> CustomDocument:
        content = ContentFile(blank_statement(self.village.title), name="contoh-surat-pernyataan.pdf")
        return CustomDocument.objects.create(
            title="Contoh: surat pernyataan",
            collection=VillageAccess.objects.get(village=self.village).collection,
            uploaded_by_user=self.staff.cadre,
            file=content,
        )

    def _services(self) -> None:
        known = ServiceStandard.objects.in_bulk([text.key for text in SERVICES], field_name="slug")
        differences = self.differences()
        for position, text in enumerate(self.services()):
            self._service(
                text,
                position,
                standard=known.get(text.key),
                difference=differences.get(text.key),
                questions=QUESTIONS.get(text.key, ()) if self.in_full else (),
            )
        if own := OWN_SERVICES.get(self.village.code):
            self._service(own, len(SERVICES), standard=None)

    def _service(self, text: Service, position: int, **facts) -> None:
        index = ServiceIndexPage.objects.child_of(self.village).get()
        cadre = self.staff.cadre
        page = village_service(
            index,
            text,
            cadre=cadre,
            offices=[village_place(self.village, place, self.setting, cadre) for place in text.places],
            document=self.document,
            **facts,
        )
        self.paths[f"layanan/{text.key}"] = self._live(index, page, 60).pk
        self._check(page, position)

    def _check(self, page: Page, position: int) -> None:
        """Most services were checked lately, one long ago, one never; ``run_due`` says when each is due."""
        if position != 3:
            days = 210 if position == 5 else 10 + 9 * position
            PageCare.objects.create(
                page=page, checked_at=self.now - timedelta(days=days), checked_by=self.staff.cadre
            )

    def _article_page(self, article: Article, day: int) -> NewsArticlePage:
        image, alt = self._picture(article.scene)
        document = {
            "type": "document",
            "value": {"document": self.document.pk, "label": "contoh surat pernyataan"},
        }
        page = NewsArticlePage(
            title=marked(article.title),
            slug=article.key,
            date=self.today - timedelta(days=day),
            summary=fill(article.summary, self.setting),
            lead_image=image,
            lead_image_alt=alt,
            body=self.writer.body(article.body, [document] if "anggaran" in article.tags else []),
            pillars=list(article.pillars),
            sdgs_goals=list(article.goals),
            author_line=article.author_line,
            comments_open=article.comments_open,
        )
        page.tags.add(*article.tags)
        return page

    def _news(self) -> dict[str, NewsArticlePage]:
        index = NewsIndexPage.objects.child_of(self.village).get()
        live, others = self.articles()
        published = {}
        # The oldest first, so that links lead to what was there before.
        for place, article in reversed(list(enumerate(live))):
            day = 2 + self.number % 4 + 7 * place
            published[article.key] = self._live(index, self._article_page(article, day), day)
            self.paths[f"berita/{article.key}"] = published[article.key].pk
        for state, article in others:
            self._in_state(index, self._article_page(article, 1), state)
        if self.in_full:
            self._edit_of_live(published[live[1].key])
        return published

    def _in_state(self, index: Page, page: Page, state: str) -> None:
        contributor, cadre = self.staff.contributor, self.staff.cadre
        if state == "unpublished":
            self._live(index, page, 20)
            page.unpublish(user=cadre)
            return
        if state == "scheduled":
            page.go_live_at = self.now + timedelta(days=3)
            _add_draft(index, page, contributor).get_latest_revision().publish(
                user=cadre, skip_permission_checks=True
            )
            return
        _add_draft(index, page, contributor)
        if state in ("in_review", "sent_back"):
            self._submit(page)
        if state == "sent_back":
            task_state = page.current_workflow_task_state
            task_state.task.specific.on_action(
                task_state, cadre, "reject", reason="missing", comment=SENT_BACK
            )

    def _submit(self, page: Page) -> None:
        page.get_workflow().start(page, self.staff.contributor)

    def _edit_of_live(self, page: NewsArticlePage) -> None:
        """A live article with a mended draft that waits for review."""
        page.summary = f"{page.summary} (diperbarui)"
        page.save_revision(user=self.staff.contributor, log_action=True)
        self._submit(page)

    def _notices(self) -> None:
        index = InclusionIndexPage.objects.child_of(self.village).get()
        for notice in self.notices():
            page = self._notice_page(notice)
            if self.village.code == MANY_NEWS and "newcomers" in notice.audiences:
                self._submit(_add_draft(index, page, self.staff.contributor))
            else:
                self._live(index, page, max(1, -notice.from_day))

    def _notice_page(self, notice: Notice) -> InclusionNoticePage:
        parts = [Text(f"<p>{notice.companion}</p>")] if notice.companion else []
        parts.append(Text(f"<p>{notice.missing_forms}</p>"))
        rows: dict[str, list] = {
            "steps": [InclusionStep(sort_order=order, text=text) for order, text in enumerate(notice.steps)],
            "contacts": [
                InclusionContact(
                    sort_order=order,
                    role=fill(contact.role, self.setting),
                    phone=fill(contact.phone, self.setting),
                    whatsapp=fill(contact.phone, self.setting) if contact.whatsapp else "",
                    outside_village=contact.outside,
                )
                for order, contact in enumerate(notice.contacts)
            ],
        }
        page = InclusionNoticePage(
            title=marked(notice.title),
            slug=notice.key,
            audiences=list(notice.audiences),
            plain_summary=notice.plain_summary.replace(". ", ".\n").replace("? ", "?\n"),
            right=notice.right,
            legal_basis=notice.law,
            place=fill(notice.place, self.setting),
            access_note=notice.access_note,
            confidentiality=notice.confidentiality,
            valid_from=self.now + timedelta(days=notice.from_day),
            valid_until=self.now + timedelta(days=notice.until_day),
            body=self.writer.body(parts),
            **rows,
            **notice.access,
        )
        if notice.event:
            day = self.today + timedelta(days=notice.event.day)
            day += timedelta(days=(notice.event.weekday - day.isoweekday()) % 7)
            page.starts_at = timezone.make_aware(datetime.combine(day, time(notice.event.starts)))
            page.ends_at = timezone.make_aware(datetime.combine(day, time(notice.event.ends)))
        return page

    def _community_space(self) -> None:
        space = CommunitySpacePage.objects.child_of(self.village).get()
        space.is_example = True
        space.intro = (
            f"<p>Contoh: di sini warga Desa {self.village.title} bertanya, mengusulkan, dan membaca "
            "jawaban kader digital.</p>"
        )
        space.info = (
            "<p>Contoh: ruang komunitas buka Senin sampai Sabtu di samping balai desa, tanpa anak tangga. "
            f"Tanyakan jadwal kepada kader digital, {self.setting.phone}.</p>"
        )
        space.save_revision(user=self.staff.cadre).publish(user=self.staff.cadre, skip_permission_checks=True)

    def _village_page(self) -> None:
        village = self.village
        village.is_example = True
        village.profile = (
            f"Contoh: Desa {village.title} di Kecamatan {village.district} menyampaikan berita, layanan, dan "
            "informasi inklusi kepada warganya di halaman ini. Nomor dan kegiatan di sini rekaan; "
            "keterangan yang sebenarnya akan ditulis oleh desa."
        )
        village.picture, village.picture_alt = self._picture("hall" if self.number % 2 else "river")
        main_office(village, self.setting, self.staff.cadre)
        if self.in_full:
            village_closing(village, self.staff.cadre)
        # What a village says of itself needs a second reader.
        village.save_revision(user=self.staff.contributor).publish(
            user=self.staff.cadre, skip_permission_checks=True
        )

    # -- residents' comments -------------------------------------------------------------------------

    def _comments(self, published: dict[str, NewsArticlePage]) -> None:
        for position, remark in enumerate(REMARKS):
            if page := published.get(remark.article):
                self._remark(page, remark, position)
        if self.village.code == MANY_NEWS and (page := published.get(MUCH_DISCUSSED)):
            for position, words in enumerate(SHORT_REMARKS):
                self._remark(page, Remark(f"Warga Contoh {position + 1}", words, MUCH_DISCUSSED), position)

    def _remark(self, page: NewsArticlePage, remark: Remark, position: int) -> None:
        cadre = self.staff.cadre
        comment = self._guest(page, remark.name, remark.text, position, place=remark.home)
        if remark.state == CommentState.PENDING:
            return
        if remark.state == CommentState.REJECTED:
            reject(cadre, comment, version=comment.version, reason=remark.reason, note=remark.note)
            return
        approve(cadre, comment, version=comment.version)
        for name, words in remark.replies:
            reply = self._guest(page, name, words, position, below=comment)
            approve(cadre, reply, version=reply.version)
        if remark.answer:
            comment.refresh_from_db()
            official = answer(cadre, comment, version=comment.version, body=checked_body(remark.answer))
            morning = comment.created_at.astimezone(timezone.get_current_timezone()) + timedelta(days=1)
            self._date(official, morning.replace(hour=8, minute=5 + position % 50))
        if remark.state == CommentState.HIDDEN:
            comment.refresh_from_db()
            hide(cadre, comment, version=comment.version, reason=remark.reason, note=remark.note)
        self._date(comment, comment.created_at)

    # -- topics of the community space ---------------------------------------------------------------

    def _topics(self) -> None:
        space = CommunitySpacePage.objects.child_of(self.village).get()
        # The oldest first, as they would have come.
        for position, matter in enumerate(sorted(self.matters(), key=lambda matter: -matter.asked)):
            self._matter(space, matter, position)

    def _matter(self, space: CommunitySpacePage, matter: Matter, position: int) -> None:
        cadre = self.staff.cadre
        asked = self._moment(matter.asked, position)
        words = TopicWords(
            kind=TopicKind(matter.kind),
            pillar=Pillar(matter.pillar),
            title=matter.title,
            body=checked_body(matter.text),
        )
        if matter.name:
            speaker = Speaker(checked_name(matter.name), matter.home)
            comment = propose(
                space=space, village=self.village, speaker=speaker, words=words, nonce=uuid.uuid4(), held=[]
            )
            approve(cadre, comment, version=comment.version)
        else:
            comment = open_topic(cadre, self.village, words, nonce=uuid.uuid4()).comment
        for number, (name, text) in enumerate(matter.remarks):
            remark = self._guest(space, name, text, position, below=comment)
            approve(cadre, remark, version=remark.version)
            self._date(remark, asked + timedelta(days=1, hours=number))
        comment.refresh_from_db()
        if matter.answer:
            official = answer(cadre, comment, version=comment.version, body=checked_body(matter.answer))
            answered = asked + timedelta(days=1 + position % 2, hours=2)
            self._date(official, answered)
            TopicStep.objects.filter(topic_id=comment.pk).update(at=answered)
            Topic.objects.filter(pk=comment.pk).update(first_answered_at=answered)
        for days_ago, state, note in matter.steps:
            topic = Topic.objects.select_related("comment__village").get(pk=comment.pk)
            step = take_step(cadre, topic, version=topic.version, to=state, note=note)
            moment = self._moment(days_ago, position)
            TopicStep.objects.filter(pk=step.pk).update(at=moment)
            if state in FINAL_TOPIC_STATES:
                closing = ResidentComment.objects.filter(pk=comment.pk)
                closing.update(answers_close_at=moment + ANSWERS_OPEN)
            Topic.objects.filter(pk=comment.pk, first_answered_at__gt=moment).update(first_answered_at=moment)
        self._date(comment, asked)
        self._supports(comment, matter.supports)

    def _supports(self, comment: ResidentComment, many: int) -> None:
        TopicSupport.objects.bulk_create(
            TopicSupport(topic_id=comment.pk, supporter_key_hash=secrets.token_hex(32)) for _i in range(many)
        )
        Topic.objects.filter(pk=comment.pk).update(n_supports=many)

    def _moment(self, days_ago: int, position: int) -> datetime:
        day = timezone.localtime(self.now - timedelta(days=days_ago))
        return min(day.replace(hour=8, minute=10 + position), self.now)

    def _guest(
        self,
        page: NewsArticlePage | CommunitySpacePage,
        name: str,
        words: str,
        position: int,
        place: str = "",
        below: ResidentComment | None = None,
    ) -> ResidentComment:
        """A guest's comment as the public form would store it, some hours after the article."""
        thread, _created = Thread.objects.get_or_create(
            page_id=page.pk, defaults={"village_id": self.village.pk}
        )
        body = checked_body(words)
        day = page.date if isinstance(page, NewsArticlePage) else self.today
        written = timezone.make_aware(datetime.combine(day, time(9, 10)))
        written += timedelta(hours=2 + position % 11 + (3 if below else 0), minutes=7 * position % 60)
        if written > self.now:
            written = self.now - timedelta(minutes=5)
        return ResidentComment.objects.create(
            thread=thread,
            village_id=self.village.pk,
            parent=below,
            root=below,
            depth=1 if below else 0,
            kind=CommentKind.GUEST,
            shown_name=checked_name(name),
            shown_place=place,
            body=body,
            body_fold_hash=fold_hash(body),
            created_at=written,
            state_changed_at=written,
        )

    def _date(self, comment: ResidentComment, when: datetime) -> None:
        """Decisions carry the moment at which they are made; here that moment lies in the past."""
        when = min(when, self.now)
        shown = min(when + timedelta(hours=1), self.now)
        ResidentComment.objects.filter(pk=comment.pk).update(created_at=when)
        ResidentComment.objects.filter(pk=comment.pk, published_at__isnull=False).update(published_at=shown)
