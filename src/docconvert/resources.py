"""Find the bundled templates and fonts, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(folder: str, name: str = "") -> Path:
    """Return the path of a bundled file or folder; it need not exist.

    A wheel carries ``fonts/`` and ``templates/`` inside the package; a checkout
    and an editable install have them at the top of the repository.
    """
    installed = _PACKAGE / folder
    return (installed if installed.is_dir() else _PACKAGE.parents[1] / folder) / name
