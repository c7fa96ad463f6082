"""Until staff can sign in, the consoles answer only on the machine that runs the app.

They show what citizens said; a server opened to a network must not show that to whoever asks.
"""

from __future__ import annotations

import ipaddress

from fastapi import Request

from api.problems import Refusal

ONLY_HERE = "坐席台和编辑台还没有登录功能,目前只能在运行本程序的电脑上打开。"


def only_from_here(request: Request) -> None:
    """Raises Refusal (403) for a caller from elsewhere."""
    caller = request.client.host if request.client else ""
    try:
        here = ipaddress.ip_address(caller).is_loopback
    except ValueError:
        here = False
    if not here:
        raise Refusal(403, ONLY_HERE)
