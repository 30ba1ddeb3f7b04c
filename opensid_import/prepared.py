"""Files of the old site made ready before the database is locked: redrawing pictures takes most of a run."""

from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File

from core.models import CustomDocument, CustomImage
from core.uploads import CheckedDocument, PreparedPicture, check_document, prepare_picture

Model = type[CustomImage] | type[CustomDocument]
Ready = PreparedPicture | CheckedDocument

MAKERS: dict[Model, Callable[[File], Ready]] = {CustomImage: prepare_picture, CustomDocument: check_document}


class PreparedFiles:
    """Redrawn pictures and checked documents of one run, each made once and kept in ``folder``.

    ``refused`` names the files that are neither, with the reason in words.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        # How to open it, where it is kept, its name; None where it was refused.
        self.kept: dict[tuple[Path, Model], tuple[type[Ready], Path, str] | None] = {}
        self.refused: list[str] = []

    def file(self, path: Path, model: Model) -> Ready | None:
        """What ``model`` may store of ``path``; ``None`` where it is refused. Raises ``OSError``."""
        key = (path, model)
        if key not in self.kept:
            self.kept[key] = self._made(path, model)
        found = self.kept[key]
        if found is None:
            return None
        kind, place, name = found
        return kind(place.read_bytes(), name=name)

    def _made(self, path: Path, model: Model) -> tuple[type[Ready], Path, str] | None:
        with path.open("rb") as handle:
            try:
                made = MAKERS[model](File(handle, name=path.name))
            except ValidationError as error:
                self.refused.append(f"{path.name}: {' '.join(error.messages)}")
                return None
        place = self.folder / str(len(self.kept))
        place.write_bytes(made.read())
        return type(made), place, made.name or path.name
