#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command named in ``sys.argv`` under the development settings, unless told otherwise."""
    # `site` cannot be imported as a package (the standard library owns the name), so it is a source folder.
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
