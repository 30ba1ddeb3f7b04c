"""``import_opensid``: articles, comments and pictures of an OpenSID site into one village."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from opensid_import.dump import DumpError
from opensid_import.importer import Importer, ImportRefused
from village_pages.models import VillagePage


class Command(BaseCommand):
    help = "Brings articles, comments and pictures of an OpenSID site into a village. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--village", required=True, metavar="CODE", help="15.07.09.2002")
        parser.add_argument("--sql", required=True, type=Path, metavar="FILE", help="dump, .sql or .sql.gz")
        parser.add_argument("--media", type=Path, metavar="DIR", help="the old site's folder desa/upload")
        parser.add_argument("--config-id", type=int, metavar="N", help="which village of a shared database")
        parser.add_argument(
            "--other-village", action="store_true", help="take a dump that says it is another village's"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, change nothing")

    def handle(self, *args, **options) -> None:
        village = VillagePage.objects.filter(code=options["village"].strip()).first()
        if village is None:
            raise CommandError(
                _("Tidak ada desa dengan kode %(code)s. Buka dahulu dengan open_village atau open_villages.")
                % {"code": options["village"]}
            )
        media = options["media"]
        if media is not None and not media.is_dir():
            raise CommandError(_("Folder media %(path)s tidak ada.") % {"path": media})
        importer = Importer(
            village=village,
            sql=options["sql"],
            media=media,
            config_id=options["config_id"],
            may_be_other_village=options["other_village"],
            is_dry_run=options["dry_run"],
        )
        try:
            report = importer.run()
        except (DumpError, ImportRefused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(report.lines()))
        if report.is_empty():
            self.stdout.write(_("Tidak ada yang baru."))
