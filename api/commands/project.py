"""What every command needs of the project around it: its settings, and its log file."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from api.commands.language import Sentence
from api.settings import SettingRefused, Settings, read_settings


def settings_here() -> Settings:
    """Settings for the folder we stand in; ends the command with a sentence where that cannot be.

    From here on what goes wrong unforeseen is kept in var/wenzheng.log.
    """
    try:
        settings = read_settings(os.environ, start=Path.cwd())
    except SettingRefused as error:
        raise Sentence(str(error)) from None
    _log_to(settings.var)
    return settings


def _log_to(folder: Path) -> None:
    """Keep our own log lines in a file instead of on the terminal (where only sentences belong)."""
    logger = logging.getLogger("wenzheng")
    if logger.handlers:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(
            folder / "wenzheng.log", encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.propagate = False
