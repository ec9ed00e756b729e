"""The time a file says it was made: the same on every run."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def source_date() -> datetime | None:
    """Return the time SOURCE_DATE_EPOCH gives (reproducible-builds.org), or None where it is not set."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(value), UTC) if value.isdigit() else None
