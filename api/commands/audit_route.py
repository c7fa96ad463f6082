"""`wenzheng audit-route`: re-checks a finished route against the current release, planner apart."""

from __future__ import annotations

import json
import sys

import click

from api.commands.language import Command, Sentence
from api.commands.project import settings_here


@click.command("audit-route", cls=Command, short_help="不用排路线的程序,另外核对一条路线")
def audit_route_command() -> None:
    """从标准输入读一条路线(JSON;或 {"route","facts","done","held"}),逐项核对。

    有出入就列出来,并以 1 结束。
    """
    from api.commands.opening import current_release
    from knowledge.audit.auditor import AuditError, audit_document
    from knowledge.model.household import FactError

    release = current_release(settings_here())
    try:
        document = json.loads(sys.stdin.buffer.read())
    except ValueError:
        raise Sentence("标准输入不是 JSON。把 wenzheng route 给出的 route 原样送进来。") from None
    try:
        found = audit_document(document, release.knowledge, release=release.name)
    except (AuditError, FactError) as error:
        raise Sentence(str(error)) from None
    for one in found:
        click.echo(str(one))
    if found:
        raise Sentence(f"这条路线有 {len(found)} 处对不上。")
    click.echo("核对过了,没有发现出入。")
