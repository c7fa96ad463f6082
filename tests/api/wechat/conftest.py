"""An app with an official account, and WeChat's two sides: the platform that calls, the interface
that is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.parts import assemble
from api.wechat.service import Patience
from tests.api.fakes import fake_parts
from tests.api.serving import account
from tests.api.wechat.interface import Interface
from tests.api.wechat.platform import AES_KEY, Platform
from tests.api.wechat.telling import Wechat

UNHURRIED = Patience(reply=60.0, request=90.0)


@pytest.fixture
def interface() -> Iterator[Interface]:
    found = Interface()
    yield found
    found.close()


@pytest.fixture
def opened(database: Engine, interface: Interface) -> Iterator[Callable[..., Wechat]]:
    """Opens an app over the database; `keys` and `api` of the account and other parts by name. It
    has time for every reply, however slow the machine, unless told of WeChat's `patience`.
    """
    with ExitStack() as stack:

        def open_app(
            *,
            keys: tuple[str, ...] = (AES_KEY,),
            api: str = "",
            patience: Patience = UNHURRIED,
            **parts: Any,
        ) -> Wechat:
            usual: dict[str, Any] = {"site": "https://wz.example"}
            made = account(api or interface.address)
            wechat = type(made)(made.token, made.appid, made.secret, keys, made.api)
            app = assemble(fake_parts(database, **(usual | parts), wechat=wechat))
            app.state.wechat.patience = patience
            client = stack.enter_context(TestClient(app, raise_server_exceptions=False))
            return Wechat(client, Platform(keys[0] if keys else None), interface, database)

        yield open_app


@pytest.fixture
def wechat(opened: Callable[..., Wechat]) -> Wechat:
    """In safe mode, with everything that an account may have."""
    return opened()
