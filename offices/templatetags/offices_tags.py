"""Offices on public pages."""

from django import template

from offices.models import Office

register = template.Library()


@register.inclusion_tag("offices/office.html")
def main_office(village):
    """The village's own office: address, hours, contacts (three queries)."""
    return {"office": Office.objects.of_village(village).with_details().filter(is_main=True).first()}
