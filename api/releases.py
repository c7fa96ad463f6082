"""The release in service: the one that the link `current` names, taken over while turns go on.

Each process looks at the link at every turn, which costs one system call, and opens a new release
beside the old one; until it is ready the old one answers. A turn is answered from one release
throughout. What cannot be opened is logged once and left alone.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from api.opened import Opened
from assistant.turn.engine import Engine
from knowledge.index.release import CURRENT, Release, ReleaseUnusable, open_release
from knowledge.retrieval.finder import Finder

log = logging.getLogger("wenzheng.releases")


def engine_over(release: Release) -> Engine:
    """The engine that answers from this release."""
    return Engine(release, Finder(release))


def opened(release: Release) -> Opened:
    """The release with an engine over it."""
    return Opened(release.name, release.knowledge, engine_over(release))


class Releases:
    """Follows `folder`/current, beginning with what is opened already."""

    def __init__(self, folder: Path, first: Opened) -> None:
        self._folder = folder
        self._newest = first
        self._tried = self._newest.release
        self._opening = threading.Lock()

    def newest(self) -> Opened:
        """What to answer from now; a release published meanwhile is opened in the background."""
        if self._named() != self._tried and self._opening.acquire(blocking=False):
            threading.Thread(target=self._open, daemon=True).start()
        return self._newest

    def _named(self) -> str:
        try:
            return (self._folder / CURRENT).readlink().name
        except OSError:
            return self._tried

    def _open(self) -> None:
        try:
            self._tried = name = self._named()
            self._newest = opened(open_release(self._folder / name))
            log.info("release %s answers from now on", name)
        except (ReleaseUnusable, OSError, ValueError):
            log.exception("the published release cannot be opened, the one before answers on")
        finally:
            self._opening.release()
