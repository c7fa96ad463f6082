"""`wenzheng train`: trains the dialogue model of Rasa, when the present files have none yet."""

from __future__ import annotations

import click

from api.commands.language import Command, Sentence
from api.commands.project import settings_here


@click.command("train", cls=Command, short_help="训练对话行为模型(Rasa)")
def train_command() -> None:
    """按 nlu_data/acts 和 nlu_data/phrasings 训练对话行为模型;文件没有变化就沿用已有的模型。"""
    settings = settings_here()
    from api.commands.dialogue import trained_model
    from assistant.rasa_process import RasaProblem, find_rasa_python

    try:
        model = trained_model(settings, find_rasa_python(settings.root))
    except RasaProblem as problem:
        raise Sentence(str(problem)) from None
    click.echo(f"对话行为模型:{model}")
