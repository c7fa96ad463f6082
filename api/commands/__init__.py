"""The command `wenzheng`: one file per command; doors as fixed in the design."""

from __future__ import annotations

import click

from api.commands.audit_route import audit_route_command
from api.commands.base import base_command
from api.commands.build import build_command
from api.commands.candidates import candidates_command
from api.commands.check import check_lists
from api.commands.coverage import coverage_command
from api.commands.evaluate import evaluate_command
from api.commands.find import find_command
from api.commands.forget import forget_command
from api.commands.import_table import import_command
from api.commands.language import Commands
from api.commands.new import new_command
from api.commands.replay import replay_command
from api.commands.route import route_command
from api.commands.schema import schema_command
from api.commands.serve import serve_command
from api.commands.talk import talk_command
from api.commands.train import train_command
from api.commands.wechat_menu import wechat_menu_command
from api.commands.why import why_command


@click.group("wenzheng", cls=Commands)
def main() -> None:
    """问政清单:东莞政务咨询助手。"""


for _command in (
    check_lists,
    new_command,
    import_command,
    coverage_command,
    candidates_command,
    schema_command,
    build_command,
    find_command,
    talk_command,
    route_command,
    audit_route_command,
    why_command,
    evaluate_command,
    serve_command,
    replay_command,
    forget_command,
    train_command,
    base_command,
    wechat_menu_command,
):
    main.add_command(_command)
