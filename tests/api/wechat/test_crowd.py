"""A thousand mixed messages of a hundred citizens, over two processes on PostgreSQL: replies are
lost, messages come twice, one process is killed, Rasa stands still for ten seconds. No turn is
taken twice, nothing is lost, everybody is answered in order and in WeChat's five seconds.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from sqlalchemy import Engine, create_engine, text

from tests.api.killable import GIVEN_UP, App, free_port
from tests.api.wechat.interface import Interface
from tests.api.wechat.platform import Call, Platform

CITIZENS, MESSAGES = 100, 10
ATTEMPTS, SECONDS = 3, 5.0
STILL_SECONDS = 10.0
PAUSE_SECONDS = 1.0
LINES = 10  # how many are on their way at once, so that a slow machine only takes longer
RASA = "tests.api.wechat.rasa_stand_in"
HEARD = "听到了:"


@dataclass
class Citizen:
    """Sends one message after the other; `said` are those that are turns, `got` what came back."""

    openid: str
    said: list[str] = field(default_factory=list)
    got: list[str] = field(default_factory=list)


@dataclass
class Crowd:
    """The platform with all its citizens. `times` are seconds to each reply."""

    apps: list[App]
    interface: Interface
    chance: random.Random
    platform: Platform = field(default_factory=lambda: Platform(skew=90))
    lines: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(LINES))
    times: list[float] = field(default_factory=list)
    sent: int = 0
    refused: int = 0
    broken: int = 0
    busy: int = 0
    lost: int = 0

    async def live(self, citizen: Citizen, client: httpx.AsyncClient) -> None:
        for number in range(MESSAGES):
            await asyncio.sleep(self.chance.uniform(0, PAUSE_SECONDS))
            async with self.lines:
                await self.deliver(citizen, self.thought_of(citizen, number), client)
                if self.chance.random() < 0.1:
                    await self.forge(citizen, client)

    def thought_of(self, citizen: Citizen, number: int) -> dict[str, str]:
        """A message: mostly words, sometimes a number, a voice, a place, a click, a picture."""
        make, who = self.platform.message, citizen.openid
        words = f"{who}说{number}"
        kind = self.chance.choices(
            ("text", "number", "voice", "place", "click", "welcome", "picture"),
            (60, 8, 10, 6, 6, 5, 5),
        )[0]
        if kind == "number" and citizen.said:
            citizen.said.append("否")
            return make(who, Content="2")
        if kind == "voice":
            citizen.said.append(words)
            return make(who, "voice", MediaId="x", Format="amr", Recognition=words)
        if kind == "place":
            citizen.said.append(f"我在{words}")
            return make(who, "location", Location_X="23.0", Location_Y="113.7", Label=words)
        if kind == "click":
            citizen.said.append("排路线")
            key = {"Event": "CLICK", "EventKey": "ROUTE"}
            return make(who, "event", **key) | {"CreateTime": str(1_800_000_000 + number)}
        if kind == "welcome":
            return make(who, "event", Event="subscribe") | {
                "CreateTime": str(1_700_000_000 + number)
            }
        if kind == "picture":
            return make(who, "image", PicUrl="http://x", MediaId="x")
        citizen.said.append(words)
        return make(who, Content=words)

    async def deliver(
        self, citizen: Citizen, elements: dict[str, str], client: httpx.AsyncClient
    ) -> None:
        """Up to three attempts, as WeChat makes them; some replies are lost, some come twice."""
        self.sent += 1
        self.interface.heard_from(citizen.openid)
        lost = self.chance.choices((0, 1, 2, 3), (86, 10, 3, 1))[0]
        app = self.chance.choice(self.apps)
        for _ in range(ATTEMPTS):
            call = self.platform.call(elements)
            twice = 2 if self.chance.random() < 0.05 else 1
            answers = await asyncio.gather(*(self.reach(app, call, client) for _ in range(twice)))
            taken = [answer for answer in answers if answer is not None]
            if not taken:
                app = self.apps[1 - self.apps.index(app)]
            elif lost:
                lost -= 1
                self.lost += 1
            else:
                read = [self.platform.read(answer) for answer in taken]
                citizen.got += [one.get("Content", "card") for one in read if one is not None]
                return
            await asyncio.sleep(0.05)

    async def reach(self, app: App, call: Call, client: httpx.AsyncClient) -> bytes | None:
        """One attempt; None where there is no connection."""
        started = time.monotonic()
        try:
            answer = await client.post(app.callback, params=call.query, content=call.body)
        except httpx.TransportError:
            self.broken += 1
            return None
        self.times.append(time.monotonic() - started)
        if answer.status_code == 503:
            self.busy += 1
            return None
        assert answer.status_code == 200, answer.text
        return answer.content

    async def forge(self, citizen: Citizen, client: httpx.AsyncClient) -> None:
        """A signature that is wrong in one of three ways."""
        call = self.platform.call(self.platform.message(citizen.openid, Content="伪造"))
        late = Platform(skew=-3600).call(self.platform.message(citizen.openid, Content="伪造"))
        wrong = {**call.query, "msg_signature": "0" * 40}
        stranger = Platform(token="stranger").call(
            self.platform.message(citizen.openid, Content="伪造")
        )
        forged = self.chance.choice((Call(wrong, call.body), late, stranger))
        app = self.apps[0]
        answer = await client.post(app.callback, params=forged.query, content=forged.body)
        assert answer.status_code == 403
        self.refused += 1


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[Engine]:
    name = f"wechat_{uuid.uuid4().hex[:12]}"
    server = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    server.dispose()
    engine = create_engine(postgresql_server.removesuffix("/postgres") + f"/{name}")
    yield engine
    engine.dispose()


@pytest.fixture
def rasa() -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", RASA, str(port)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    yield process, f"http://127.0.0.1:{port}"
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()
    process.stdout.close()


async def _live(crowd: Crowd, citizens: list[Citizen], rasa: int) -> None:
    """All of them at once, and what goes wrong meanwhile."""
    limits = httpx.Limits(max_connections=None, keepalive_expiry=GIVEN_UP)
    async with httpx.AsyncClient(limits=limits, timeout=30, trust_env=False) as client:
        lives = asyncio.gather(*(crowd.live(one, client) for one in citizens))
        await _reached(crowd, 150)
        os.kill(rasa, signal.SIGSTOP)
        await asyncio.sleep(STILL_SECONDS)
        os.kill(rasa, signal.SIGCONT)
        await _reached(crowd, 550)
        crowd.apps[1].kill()
        await asyncio.sleep(1.0)
        await asyncio.to_thread(crowd.apps[1].start)
        await lives


async def _reached(crowd: Crowd, sent: int) -> None:
    while crowd.sent < sent:
        await asyncio.sleep(0.05)


def _settled(database: Engine) -> None:
    """Everything is answered and sent, what the killed process held too."""
    waits = "SELECT (SELECT count(*) FROM wechat_message WHERE answered_at IS NULL)"
    waits += " + (SELECT count(*) FROM wechat_part WHERE sent_at IS NULL)"
    ends = time.monotonic() + 40
    while time.monotonic() < ends:
        with database.connect() as connection:
            if connection.scalar(text(waits)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("something was left behind")


TURNS = (
    "SELECT text FROM turn JOIN wechat_person ON wechat_person.conversation = turn.conversation "
    "WHERE openid = :openid ORDER BY number"
)


def test_a_thousand_messages_of_a_hundred_citizens(
    postgresql: Engine, rasa: tuple[subprocess.Popen[str], str], interface: Interface
) -> None:
    process, address = rasa
    url = postgresql.url.render_as_string(hide_password=False)
    options = {"rasa": address, "wechat": interface.address}
    apps = [App(url, port=free_port(), **options) for _ in range(2)]
    try:
        crowd = Crowd(apps, interface, random.Random(118))
        citizens = [Citizen(f"o-{number:03}") for number in range(CITIZENS)]
        asyncio.run(_live(crowd, citizens, process.pid))
        _settled(postgresql)
    finally:
        for app in apps:
            app.close()
    assert crowd.busy == 0
    assert crowd.sent == CITIZENS * MESSAGES
    assert crowd.lost > 100 and crowd.broken > 0 and crowd.refused > 50
    assert max(crowd.times) < SECONDS
    with postgresql.connect() as connection:
        for citizen in citizens:
            turns = connection.scalars(text(TURNS), {"openid": citizen.openid}).all()
            assert turns == citizen.said
            got = "\n".join(citizen.got + interface.texts(citizen.openid))
            assert [words for words in citizen.said if HEARD + words not in got] == []
        assert connection.scalar(text("SELECT count(*) FROM turn WHERE number IS NULL")) == 0
