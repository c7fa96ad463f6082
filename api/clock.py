"""What time it is, read only here and handed to everything else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def now_in_utc() -> datetime:
    return datetime.now(UTC)


def today_in_china() -> date:
    """The calendar day in 东莞 (UTC+8 all year)."""
    return datetime.now(CHINA).date()
