"""News of a village: dated, listed newest first, open for residents' comments."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import Tag, TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import BodyStreamBlock
from core.enums import Pillar, SdgsGoal
from core.fields import MultipleChoiceField, labels_of
from core.query import page_of
from core.renditions import share_image_url
from editorial.kinds import Kind
from editorial.models import SectionIndexPage, VillageContentPage
from news.feeds import VillageNewsFeed
from news.querysets import NewsArticleQuerySet
from village_pages.sections import cards_of, registered

MOST_TOPICS = 20


class NewsIndexPage(SectionIndexPage):
    """All news of a village, narrowed by pillar, topic and month through plain links."""

    subpage_types = ["news.NewsArticlePage"]

    class Meta:
        verbose_name = _("daftar berita")
        verbose_name_plural = _("daftar berita")

    def articles(self) -> NewsArticleQuerySet:
        return NewsArticlePage.objects.published(self.village)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        chosen = Chosen.from_request(request)
        section = registered("news")
        listed = page_of(chosen.narrow(section.pages(self.village)), request.GET.get("page"))
        context["paginator_page"] = listed
        context["cards"] = cards_of(section, listed, request, named=False)
        context["filters"] = chosen.filters(self.articles())
        context["chosen"] = chosen
        context["feed_url"] = f"{self.get_url(request)}feed/"
        return context

    def sub_route(self, name):
        return self.serve_feed if name == "feed" else None

    def serve_feed(self, request: HttpRequest):
        return VillageNewsFeed()(request, index_page=self)


class NewsTag(TaggedItemBase):
    content_object = ParentalKey(
        "news.NewsArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class NewsArticlePage(VillageContentPage):
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    review_kind = Kind("news", _("Berita"), lone_cadre=True)
    comments = True
    comments_close_by_themselves = True
    route_related = (*VillageContentPage.route_related, "lead_image")

    date = models.DateField(_("Tanggal"), default=timezone.localdate)
    summary = models.TextField(
        _("Ringkasan"),
        max_length=300,
        help_text=_("Satu atau dua kalimat: apa yang terjadi dan mengapa penting bagi warga."),
    )
    lead_image = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("Gambar utama"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        _("Teks alternatif"),
        max_length=200,
        blank=True,
        help_text=_("Satu kalimat tentang isi gambar, untuk warga yang tidak melihatnya."),
    )
    lead_image_decorative = models.BooleanField(
        _("Gambar hanya hiasan"), default=False, help_text=_("Centang bila gambar tidak menambah isi berita.")
    )
    body = StreamField(BodyStreamBlock(), verbose_name=_("Isi berita"), blank=True)
    pillars = MultipleChoiceField(_("Pilar"), choices_enum=Pillar)
    sdgs_goals = MultipleChoiceField(_("Tujuan SDGs Desa"), choices_enum=SdgsGoal)
    tags = ClusterTaggableManager(
        through=NewsTag, blank=True, verbose_name=_("Topik"), help_text=_("Pisahkan dengan koma.")
    )
    author_line = models.CharField(
        _("Penulis"), max_length=120, blank=True, help_text=_("Kosong: nama desa yang ditulis.")
    )
    comments_open = models.BooleanField(_("Warga boleh berkomentar"), default=True)

    objects = PageManager.from_queryset(NewsArticleQuerySet)()

    content_panels = [
        *VillageContentPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("lead_image"), FieldPanel("lead_image_alt"), FieldPanel("lead_image_decorative")],
            heading=_("Gambar utama"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("date"),
                FieldPanel("author_line"),
                FieldPanel("comments_open"),
                FieldPanel("tags"),
                FieldPanel("pillars"),
                FieldPanel("sdgs_goals"),
                VillageContentPage.slug_panel,
            ],
            heading=_("Tanggal, topik, dan komentar"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *VillageContentPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = _("berita")
        verbose_name_plural = _("berita")

    def clean(self):
        super().clean()
        appears = timezone.localdate(self.go_live_at) if self.go_live_at else timezone.localdate()
        if self.date and self.date > max(appears, timezone.localdate()):
            raise ValidationError({"date": _("Tanggal berita tidak boleh di masa depan.")})

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        index_url = "/".join((self.get_url(request) or "/").rstrip("/").split("/")[:-1]) + "/"
        if self.lead_image:
            # Once for the picture on the page and the one that a chat shows with the link.
            prefetch_related_objects([self.lead_image], "renditions")
            context["share_image_url"] = share_image_url(self.lead_image, request)
        context["topics"] = [(tag.name, f"{index_url}?topik={tag.slug}") for tag in self.tags.all()]
        context["pillar_labels"] = labels_of(Pillar, self.pillars)
        context["goal_labels"] = [
            f"{goal.value}. {goal.label}" for goal in SdgsGoal if goal.value in (self.sdgs_goals or [])
        ]
        return context


class Chosen:
    """What a reader narrowed the news list to; anything unknown in the address counts as nothing."""

    def __init__(self, pillar: str = "", topic: str = "", month: date | None = None):
        self.pillar, self.topic, self.month = pillar, topic, month

    @classmethod
    def from_request(cls, request: HttpRequest) -> "Chosen":
        pillar = request.GET.get("pilar", "")
        topic = request.GET.get("topik", "").replace("\x00", "")[:100]
        try:
            year, month = request.GET.get("bulan", "").split("-")
            first = date(int(year), int(month), 1)
        except (ValueError, OverflowError):
            first = None
        return cls(pillar if pillar in Pillar.values else "", topic, first)

    def __bool__(self) -> bool:
        return bool(self.pillar or self.topic or self.month)

    @property
    def page_query(self) -> str:
        """The choice as the beginning of a query for the next page: ``pilar=economy&``, or nothing."""
        chosen = {
            "pilar": self.pillar,
            "topik": self.topic,
            "bulan": f"{self.month:%Y-%m}" if self.month else "",
        }
        query = urlencode({key: value for key, value in chosen.items() if value})
        return f"{query}&" if query else ""

    def narrow(self, articles: NewsArticleQuerySet) -> NewsArticleQuerySet:
        if self.pillar:
            articles = articles.about_pillar(self.pillar)
        if self.topic:
            articles = articles.on_topic(self.topic)
        if self.month:
            articles = articles.in_month(self.month)
        return articles

    def filters(self, articles: NewsArticleQuerySet) -> list[dict]:
        """Three groups of plain links over all ``articles`` of the village (two queries)."""
        tags = (
            Tag.objects.filter(news_newstag_items__content_object__in=articles.values("pk"))
            .annotate(n=models.Count("pk"))
            .order_by("-n", "name")[:MOST_TOPICS]
        )
        groups = [
            (gettext("Pilar"), "pilar", self.pillar, [(p.value, p.label) for p in Pillar]),
            (gettext("Topik"), "topik", self.topic, [(tag.slug, tag.name) for tag in tags]),
            (
                gettext("Bulan"),
                "bulan",
                f"{self.month:%Y-%m}" if self.month else "",
                [(f"{m:%Y-%m}", f"{MONTHS[m.month]} {m.year} ({n})") for m, n in articles.months()],
            ),
        ]
        return [
            {
                "title": title,
                "chosen": next((label for value, label in options if value == current), ""),
                "options": [
                    {"label": label, "url": f"?{key}={value}", "current": value == current}
                    for value, label in options
                ],
            }
            for title, key, current, options in groups
            if options
        ]
