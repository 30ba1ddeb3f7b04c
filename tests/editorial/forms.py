"""What the admin's page form sends, for an article."""

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from news.models import NewsArticlePage


def article_form(page: NewsArticlePage | None = None, **fields) -> dict[str, str]:
    """Form data of ``page`` as it stands (a new one without), with ``fields`` on top (buttons too)."""
    data = {
        "title": page.title if page else "Panen raya",
        "slug": page.slug if page else "panen-raya",
        "summary": page.summary if page else "Panen padi di dusun.",
        "body": streamfield([("paragraph", rich_text("<p>Panen padi tahun ini baik.</p>"))]),
        "date": str(page.date) if page else "2026-11-24",
        "author_line": "",
        "lead_image": "",
        "lead_image_alt": "",
        "tags": "",
        "comments_open": "on",
        "go_live_at": "",
        "expire_at": "",
    }
    return nested_form_data(data | fields)
