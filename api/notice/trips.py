"""The trips of a route as a calendar file (RFC 5545), one whole day each.

No clock times: opening hours are the window's own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from knowledge.model.route import Route, Trip


def calendar_of(route: Route, *, name: str, now: datetime) -> bytes:
    """An .ics file; `name` makes the events' ids unique, so that a newer file replaces them."""
    calendar = Calendar()
    calendar.add("prodid", "-//wenzheng//trips//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for number, trip in enumerate(route.trips, 1):
        calendar.add_component(_event(trip, number, route, name=name, now=now))
    return bytes(calendar.to_ical())


def _event(trip: Trip, number: int, route: Route, *, name: str, now: datetime) -> Event:
    steps = [step for step in route.steps if step.id in trip.steps]
    titles = "、".join(dict.fromkeys(step.title for step in steps))
    papers = dict.fromkeys(
        f"{paper.title}({paper.of})"
        for step in steps
        for paper in step.materials
        if not paper.source.startswith("免交")
    )
    event = Event()
    event.add("uid", f"{name}-{number}@wenzheng")
    event.add("dtstamp", now)
    event.add("dtstart", trip.date)
    event.add("dtend", trip.date + timedelta(days=1))
    event.add("summary", f"第 {number} 趟:{titles}")
    event.add("location", trip.place)
    lines = [f"要带:{'、'.join(papers)}"] if papers else []
    lines += [f"{step.title}:{step.note}" for step in steps if step.note]
    event.add("description", "\n".join([*lines, "日期是最早能办的日子,以窗口为准。"]))
    return event
