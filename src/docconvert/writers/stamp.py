"""The time a file says it was made: the same on every run."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from docconvert.errors import UsageError


def source_date() -> datetime | None:
    """Return the time SOURCE_DATE_EPOCH gives (reproducible-builds.org), or None where it is not set.

    Raises:
        UsageError: it is no number of seconds since 1970.
    """
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH cannot be {value!r}",
            "it takes the seconds since 1970-01-01, such as 1704067200",
        ) from error
