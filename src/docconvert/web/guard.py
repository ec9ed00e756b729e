"""Who may ask the local page for something, and what browsers are told about each of its answers.

The server listens on 127.0.0.1 alone, but every page in the user's browser can send requests there. So:

- The host must be one that a user types: the request of a page whose own name suddenly means 127.0.0.1 (DNS
  rebinding) is refused.
- What costs something is below ``/api/``, where other origins are refused: browsers tell where it is from
  (``Origin``, Fetch Standard; ``Sec-Fetch-Site``, Fetch Metadata Request Headers), and the header that a POST
  must have makes them ask first whether it may be sent, which is never answered with yes.
- There are no cookies, so that nobody else's request could have any.
"""

from __future__ import annotations

from asyncio import CancelledError
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from docconvert.web.language import teller_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_HEADER = "docconvert-request"
"""What each POST must have, with any value."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    # A PDF that was just made is shown by the browser's own viewer.
    "frame-src blob:; object-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content Security Policy Level 3: what is not named here the browser does not do."""

HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""What all answers have, errors too."""


class Guard:
    """An application that refuses what does not come from its own page, before another that answers.

    Args:
        app: the other one.
        port: the one that is listened on.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")}
        if port == 80:  # which browsers leave out (RFC 9110, 4.2.1)
            self._hosts |= {"127.0.0.1", "localhost", "[::1]"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                message["headers"] = [*message["headers"], *_RAW_HEADERS]
            await send(message)

        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        try:
            await (refusal or self._app)(scope, receive, send_guarded)
        except CancelledError:  # the server ends, and this is the last that it says
            if not is_begun:
                ending = problem(
                    headers, 503, "docconvert is ending", "start it again with docconvert --serve"
                )
                await ending(scope, receive, send_guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> JSONResponse | None:
        """Return what is answered to a request that is none of ours."""
        is_costly = scope["method"] not in ("GET", "HEAD") or scope["path"].startswith("/api/")
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return problem(
                headers, 421, "this is not the address of the page", "use the address that was printed"
            )
        if is_costly and not _is_own(headers, hosts[0].lower()):
            return problem(
                headers, 403, "this request comes from another page", "use the page of docconvert itself"
            )
        if scope["method"] == "POST" and REQUEST_HEADER not in headers:
            return problem(
                headers,
                403,
                f"the header {REQUEST_HEADER} is missing",
                f"send it with any value: {REQUEST_HEADER}: 1",
            )
        return None


def _is_own(headers: Mapping[str, str], host: str) -> bool:
    """Say whether a request is from the page itself, or from no page at all."""
    origin = headers.get("origin", f"http://{host}")
    return origin.lower() == f"http://{host}" and headers.get("sec-fetch-site", "none") in (
        "same-origin",
        "none",
    )


def problem(
    headers: Mapping[str, str], status: int, message: str, hint: str = "", *, about: str = ""
) -> JSONResponse:
    """Return an answer that says what is wrong and what to do, in the language that the request asks for.

    ``about`` is the field that it is about.
    """
    teller = teller_for(headers)
    named = f"{about}{teller.word(': ')}" if about else ""
    return JSONResponse({"message": named + teller.tell(message), "hint": teller.tell(hint)}, status)


_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
