"""Files of the old site made ready before the database is locked: redrawing pictures takes most of a run."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File

from core.models import CustomDocument, CustomImage
from core.uploads import CheckedDocument, PreparedPicture, check_document, prepare_picture

MAKERS = {CustomImage: prepare_picture, CustomDocument: check_document}


class PreparedFiles:
    """Redrawn pictures and checked documents of one run, each made once and kept in ``folder``."""

    def __init__(self, folder: Path):
        self.folder = folder
        # None where the file was refused.
        self.kept: dict[tuple[Path, type], tuple[type, Path, str] | None] = {}
        self.refused: list[str] = []

    def file(
        self, path: Path, model: type[CustomImage | CustomDocument]
    ) -> PreparedPicture | CheckedDocument | None:
        """What ``model`` may store of ``path``; ``None`` where it is refused. Raises ``OSError``."""
        key = (path, model)
        if key not in self.kept:
            self.kept[key] = self._made(path, model)
        made = self.kept[key]
        return made and made[0](made[1].read_bytes(), name=made[2])

    def _made(self, path: Path, model: type) -> tuple[type, Path, str] | None:
        with path.open("rb") as handle:
            try:
                made = MAKERS[model](File(handle, name=path.name))
            except ValidationError as error:
                self.refused.append(f"{path.name}: {' '.join(error.messages)}")
                return None
        kept = self.folder / str(len(self.kept))
        kept.write_bytes(made.read())
        return type(made), kept, made.name
