"""The app's way to Rasa: one message over Rasa's REST channel, and whether Rasa is ready.

Asynchronous on purpose: while Rasa works on a message it calls back into this very app for
`action_turn`. A blocking client would hold one worker thread for the message and need a second one
for the callback, and with enough citizens at once all threads would wait for each other. `talk
--batch` uses it through `asyncio.run`. It refuses to answer for Rasa: whatever keeps a turn from
being decided is a RasaUnavailable, and the caller falls back. Contract:
https://rasa.com/docs/rasa/connectors/your-own-website/#restinput, with a bearer token.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Literal, Self

import httpx

READY_PATH = "/webhooks/rest/"
MESSAGE_PATH = "/webhooks/rest/webhook"

# Rasa's server hangs up on a connection that was idle for five seconds; ours is given up before, so
# that no message is sent into one that is just being closed.
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=2.0)

Reason = Literal["unreachable", "slow", "refused", "unanswered", "unreadable"]


class RasaUnavailable(Exception):
    """Rasa did not decide this turn. `reason` is for logs and dashboards, never for citizens.

    unreachable: nobody answers there; slow: no answer in time; refused: the token was wrong or the
    message blank; unanswered: Rasa runs, but the turn failed on its way to the action or back;
    unreadable: not Rasa's answer.
    """

    status = "rasa_unavailable"

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class RasaClient:
    """One pool of connections to one Rasa process (or a load balancer before several).

    `url` is the address without a path, `timeout_seconds` bounds one whole message. Close it, or
    use it as `async with`. It ignores proxy settings: Rasa is on loopback or a private network.
    """

    def __init__(self, url: str, token: str, *, timeout_seconds: float) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout_seconds,
            limits=LIMITS,
            trust_env=False,
        )

    async def send(
        self, sender: str, message: str, *, metadata: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Give one message to the conversation `sender`; the messages that Rasa sends back, in
        order.

        Each has "recipient_id" and one of "text" and "custom"; there is at least one. Rasa splits a
        text at empty lines, so the whole answer belongs into the app's own records, found by what
        is in "custom". `metadata` (JSON) reaches the action with the message. Raises
        RasaUnavailable.
        """
        body = {"sender": sender, "message": message, "metadata": dict(metadata or {})}
        try:
            response = await self._http.post(MESSAGE_PATH, json=body)
        except httpx.TimeoutException as error:
            raise RasaUnavailable("slow") from error
        except httpx.TransportError as error:
            raise RasaUnavailable("unreachable") from error
        if response.status_code in (400, 401):
            raise RasaUnavailable("refused")
        if response.status_code != 200:
            raise RasaUnavailable("unanswered")
        return _messages(response)

    async def ready(self) -> bool:
        """Whether a Rasa that knows our token answers there with its model loaded. Never raises."""
        try:
            response = await self._http.get(READY_PATH)
        except httpx.HTTPError:
            return False
        return response.status_code == 200

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


def _messages(response: httpx.Response) -> list[dict[str, Any]]:
    try:
        messages = response.json()
    except ValueError as error:
        raise RasaUnavailable("unreadable") from error
    if not isinstance(messages, list) or not all(isinstance(entry, dict) for entry in messages):
        raise RasaUnavailable("unreadable")
    if not messages:
        raise RasaUnavailable("unanswered")
    return messages
