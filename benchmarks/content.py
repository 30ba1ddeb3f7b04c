"""A regency with content to measure, grown from one call; the browser tests weigh the same pages.

Words are those of `example_content.texts`, written by people: repeated made-up words would compress too well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import cycle, islice

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from comments.enums import CommentKind, CommentState
from comments.models import CommunitySpacePage, ResidentComment, Thread
from comments.text import fold_hash
from core.models import CustomImage
from core.renditions import prepare_renditions
from core.uploads import PreparedPicture
from editorial.models import PageCare
from example_content.bodies import BodyWriter
from example_content.drawings import SCENES, jpeg
from example_content.service_pages import service_standard
from example_content.texts import Article, Notice, Service, Setting, fill
from example_content.texts.comments import REMARKS, SHORT_REMARKS
from example_content.texts.news import ARTICLES, weekly_notes
from example_content.texts.notices import NOTICES
from example_content.texts.services import SERVICES
from inclusion.models import InclusionContact, InclusionIndexPage, InclusionNoticePage, InclusionStep
from news.models import NewsArticlePage, NewsIndexPage
from offices.models import OfficeHours
from offices.reading import ensure_main_office
from services.models import ServiceIndexPage, ServicePage, ServiceStandard
from village_pages.enums import Role
from village_pages.management.commands.open_villages import EXAMPLE_LIST
from village_pages.models import (
    InformationPage,
    RegencyHomePage,
    VillageAccess,
    VillagePage,
)
from village_pages.opening import ensure_home, open_villages, read_villages
from village_pages.rights import appoint

COMMENT_LENGTH = 200  # characters, the length the weight rule speaks of
ANSWERS = 5  # official answers among the comments of the measured article
PHONE = "0812-0000-0001"


@dataclass(frozen=True)
class Regency:
    """What was grown; the named pages are the fullest of their kind and lie in `village`."""

    home: RegencyHomePage
    village: VillagePage
    news: NewsIndexPage
    article: NewsArticlePage
    services: ServiceIndexPage
    service: ServicePage
    notices: InclusionIndexPage
    notice: InclusionNoticePage
    space: CommunitySpacePage
    information: InformationPage

    def pages(self) -> dict[str, Page]:
        """Every public page type by a short name."""
        return dict(vars(self))


@transaction.atomic
def grow(*, villages: int = 20, articles: int = 20, comments: int = 20) -> Regency:
    """Open the first `villages` of the shipped list, with `articles` live articles in each.

    The first village gets pictures on all of them, every service and notice, and an article with `comments`
    comments of 200 characters, `ANSWERS` of them answered by its cadre. Its cadre is the user "kader-ukur".
    """
    open_villages(read_villages(EXAMPLE_LIST)[:villages])
    for text in SERVICES:
        service_standard(text).save()
    opened = list(VillagePage.objects.order_by("code"))
    for number, village in enumerate(opened[1:], start=2):
        _Village(village, number).fill(articles, few=True)
    return _Village(opened[0], 1).fill(articles, few=False, comments=comments)


def comment_words(count: int) -> Iterator[str]:
    """`count` different comments of `COMMENT_LENGTH` characters."""
    said = cycle([remark.text for remark in REMARKS] + list(SHORT_REMARKS))
    for _position in range(count):
        words = ""
        while len(words) < COMMENT_LENGTH:
            words += f"{next(said)} "
        yield words[:COMMENT_LENGTH].strip()


def _rows_of_standard(page: ServicePage) -> int:
    return page.standard.steps.count() + page.standard.requirements.count()


class _Village:
    """Fills one village; `number` (from 1) makes villages differ."""

    def __init__(self, village: VillagePage, number: int) -> None:
        self.village = village
        self.number = number
        self.setting = Setting(village.code, village.title, village.district, village.slug, number)
        self.images: dict[str, CustomImage] = {}
        self.today = timezone.localdate()

    def fill(self, articles: int, *, few: bool, comments: int = 0) -> Regency | None:
        """All content of the village; `few`: one service, one notice, no pictures."""
        if not few:
            self.images = dict(self._pictures(["training", "meeting", "river", "market"]))
        writer = BodyWriter(self.setting, self.images, lambda path: None)
        news = NewsIndexPage.objects.child_of(self.village).get()
        texts = [*ARTICLES, *weekly_notes(18)]
        chosen = list(islice(cycle(texts), articles))
        # The oldest first; the newest is the one to measure.
        written = [self._article(news, text, writer, day) for day, text in reversed(list(enumerate(chosen)))]
        services = ServiceIndexPage.objects.child_of(self.village).get()
        some = [self._service(services, text) for text in (SERVICES[:1] if few else SERVICES)]
        notices = InclusionIndexPage.objects.child_of(self.village).get()
        told = [self._notice(notices, text, writer) for text in (NOTICES[:1] if few else NOTICES)]
        if few:
            return None
        information = self.village.add_child(
            instance=InformationPage(title="Tentang desa", slug="tentang", body=writer.body(ARTICLES[0].body))
        )
        self._village_page()
        self._comments(written[-1], comments)
        return Regency(
            home=ensure_home(),
            village=VillagePage.objects.get(pk=self.village.pk),
            news=news,
            article=written[-1],
            services=services,
            service=max(some, key=_rows_of_standard),
            notices=notices,
            notice=max(told, key=lambda page: len(page.plain_summary)),
            space=CommunitySpacePage.objects.child_of(self.village).get(),
            information=information,
        )

    def _pictures(self, scenes: list[str]) -> Iterator[tuple[str, CustomImage]]:
        collection = VillageAccess.objects.get(village=self.village).collection
        for scene in scenes:
            image = CustomImage.objects.create(
                title=SCENES[scene].title,
                description=SCENES[scene].alt,
                collection=collection,
                file=PreparedPicture(jpeg(scene, self.village.code), name=f"{scene}.jpg"),
            )
            prepare_renditions([image])
            yield scene, image

    def _article(self, parent: Page, text: Article, writer: BodyWriter, day: int) -> NewsArticlePage:
        scene = text.scene if text.scene in self.images else next(iter(self.images), None)
        page = NewsArticlePage(
            title=text.title,
            slug=f"{text.key}-{day}",
            date=self.today - timedelta(days=day),
            summary=fill(text.summary, self.setting),
            lead_image=self.images[scene] if scene else None,
            lead_image_alt=SCENES[scene].alt if scene else "",
            body=writer.body(text.body),
            pillars=list(text.pillars),
            sdgs_goals=list(text.goals),
        )
        page.tags.add(*text.tags)
        return self._live(parent, page, day)

    def _live(self, parent: Page, page: Page, day: int) -> Page:
        # As published, without the history that no reader's request touches.
        moment = timezone.make_aware(datetime.combine(self.today, time(9))) - timedelta(days=day)
        page.first_published_at = page.last_published_at = moment
        return parent.add_child(instance=page)

    def _service(self, parent: Page, text: Service) -> ServicePage:
        standard = ServiceStandard.objects.get(slug=text.key)
        page = ServicePage(title=text.title, slug=text.key, standard=standard)
        self._live(parent, page, 30)
        PageCare.objects.create(page=page, checked_at=timezone.now())
        return page

    def _notice(self, parent: Page, text: Notice, writer: BodyWriter) -> InclusionNoticePage:
        page = InclusionNoticePage(
            title=text.title,
            slug=text.key,
            audiences=list(text.audiences),
            plain_summary=text.plain_summary,
            right=text.right,
            legal_basis=text.law,
            place=fill(text.place, self.setting),
            access_note=text.access_note,
            confidentiality=text.confidentiality,
            valid_until=timezone.now() + timedelta(days=30),
            body=writer.body(ARTICLES[0].body[:1]),
            **text.access,
        )
        page.steps = [InclusionStep(sort_order=n, text=words) for n, words in enumerate(text.steps)]
        page.contacts = [
            InclusionContact(sort_order=n, role=fill(row.role, self.setting), phone=PHONE)
            for n, row in enumerate(text.contacts)
        ]
        return self._live(parent, page, 10)

    def _village_page(self) -> None:
        village = VillagePage.objects.get(pk=self.village.pk)
        village.profile = (
            f"Desa {village.title} di Kecamatan {village.district} menyampaikan berita, layanan, dan "
            "informasi inklusi kepada warganya di halaman ini. Kantor desa buka lima hari seminggu."
        )
        village.picture, village.picture_alt = self.images["river"], SCENES["river"].alt
        village.save()
        office = ensure_main_office(village)
        office.address, office.checked_at = "Jalan Poros RT 02, di seberang lapangan", timezone.now()
        office.save()
        office.hours.bulk_create(
            OfficeHours(office=office, weekday=day, opens=time(8), closes=time(15, 30)) for day in range(1, 6)
        )
        office.contacts.create(sort_order=0, role="Kasi Pelayanan", phone=PHONE, whatsapp=PHONE)
        office.contacts.create(sort_order=1, role="Kader digital", whatsapp=PHONE)

    def _comments(self, article: NewsArticlePage, count: int) -> None:
        if not count:
            return
        cadre = get_user_model().objects.create(username="kader-ukur", display_name="Kader digital")
        appoint(user=cadre, role=Role.CADRE, village=self.village)
        thread = Thread.objects.create(page_id=article.pk, village_id=self.village.pk)
        start = timezone.now() - timedelta(minutes=2 * count)

        def comment(words: str, number: int, **fields) -> ResidentComment:
            moment = start + timedelta(minutes=number)
            return ResidentComment(
                thread=thread,
                village_id=self.village.pk,
                body=words,
                body_fold_hash=fold_hash(words),
                state=CommentState.PUBLISHED,
                created_at=moment,
                published_at=moment,
                state_changed_at=moment,
                **fields,
            )

        guests = [
            comment(words, number, shown_name=f"Warga {number + 1}", shown_place="Dusun Hilir")
            for number, words in enumerate(comment_words(count))
        ]
        ResidentComment.objects.bulk_create(guests)
        replies = [remark.answer for remark in REMARKS if remark.answer]
        answers = [
            comment(
                words,
                count + number,
                kind=CommentKind.OFFICIAL,
                author=cadre,
                shown_name=cadre.display_name,
                depth=1,
                parent=guests[number],
                root=guests[number],
            )
            for number, words in enumerate(replies[: min(ANSWERS, count)])
        ]
        ResidentComment.objects.bulk_create(answers)
        thread.n_published = len(guests) + len(answers)
        thread.save(update_fields=["n_published"])
