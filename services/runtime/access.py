"""Who may use a service's HTTP routes: whoever shows the token, where there is one."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from fastapi import HTTPException, Request
from pydantic import SecretStr

__all__ = ["Guard", "token_guard"]

Guard: TypeAlias = Callable[[Request], Awaitable[None]]
"""A FastAPI dependency that raises for whom it does not let in."""


def token_guard(token: SecretStr | None) -> Guard:
    """Let in requests with ``Authorization: Bearer TOKEN``; without a token, everybody. Others get 401."""

    async def guard(request: Request) -> None:
        if token is None:
            return
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        expected = token.get_secret_value().encode()
        if scheme.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode("latin-1"), expected):
            raise HTTPException(401, "show the token of GAINSAY_TOKEN_FILE", {"WWW-Authenticate": "Bearer"})

    return guard
