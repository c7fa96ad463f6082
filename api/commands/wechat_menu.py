"""`wenzheng wechat-menu`: the official account's menu, shown or published."""

from __future__ import annotations

import asyncio
import json

import click

from api.commands.language import Command, Sentence
from api.commands.project import settings_here
from api.settings import CONSOLE, NO_API, WechatAccount

NO_ACCOUNT = "还没有设好公众号。要设哪些,见 docs/wechat.md。"
NO_INTERFACE = (
    "这个账号没有接口权限(WENZHENG_WECHAT_API 写的是 {api}),请在公众平台网页上手动设菜单。"
)


@click.command("wechat-menu", cls=Command, short_help="显示或发布公众号菜单")
@click.option("--publish", is_flag=True, help="发布到公众号,替换现有的菜单。")
def wechat_menu_command(publish: bool) -> None:
    """显示公众号菜单(办事路线、进度、转人工、评价);加 --publish 就发布。"""
    from api.wechat.menu import menu

    if not publish:
        click.echo(json.dumps(menu(), ensure_ascii=False, indent=2))
        return
    account = settings_here().wechat
    if account is None:
        raise Sentence(NO_ACCOUNT)
    if account.api in (CONSOLE, NO_API):
        raise Sentence(NO_INTERFACE.format(api=account.api))
    asyncio.run(_publish(account))
    click.echo("菜单已经发布,公众号里几分钟内能看到。")


async def _publish(account: WechatAccount) -> None:
    from api.wechat.menu import menu
    from api.wechat.sending import MenuRefused, ServiceApi

    interface = ServiceApi(account.api, appid=account.appid, secret=account.secret)
    try:
        await interface.publish(menu())
    except MenuRefused as refused:
        raise Sentence(str(refused)) from None
    finally:
        await interface.close()
