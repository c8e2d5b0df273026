"""HTTP to addresses that others choose: webhooks' receivers, feeds, pages.

A name is looked up once, and the connection goes to the address that was looked at: what a name points to on a second
look-up cannot lead it elsewhere. Proxies that the environment names are not used, for they would look up for us.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore
import httpx

__all__ = ["is_public", "outbound_client"]

_NEXT_ADDRESS_AFTER = 4.0
"""Seconds for which one address of several may be silent; its network may swallow what is sent there."""

_NAT64 = IPv6Network("64:ff9b::/96")


def outbound_client(private_hosts: Collection[str] = ()) -> httpx.AsyncClient:
    """A client that connects to public addresses alone, follows no redirects and knows no proxies.

    A refused address shows as ``httpx.ConnectError``, like one that does not answer.

    Args:
        private_hosts: Names (or addresses, as they stand in the URL) that may have any address.
    """
    transport = httpx.AsyncHTTPTransport(trust_env=False)
    transport._pool = httpcore.AsyncConnectionPool(  # noqa: SLF001 - httpx has no other way to name a network backend
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_connections=100,
        max_keepalive_connections=20,
        keepalive_expiry=5.0,
        network_backend=_PublicOnly({host.lower() for host in private_hosts}),
    )
    return httpx.AsyncClient(transport=transport, follow_redirects=False, trust_env=False)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is anyone's to reach: not of this machine, its network, its provider, or a group of machines.

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, Teredo, NAT64) is as public as that.
    """
    if isinstance(address, IPv6Address):
        teredo = address.teredo
        inner = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class _PublicOnly(httpcore.AsyncNetworkBackend):
    def __init__(self, private_hosts: Collection[str]) -> None:
        self._private_hosts = private_hosts
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's name
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await _look_up(host, port)
        if host.lower() not in self._private_hosts:
            for address in addresses:
                if not is_public(ip_address(address)):
                    raise httpcore.ConnectError(f"{host} is at {address}, which is not public, and not allowed by name")
        *others, last = addresses
        for address in others:
            seconds = _NEXT_ADDRESS_AFTER if timeout is None else min(timeout, _NEXT_ADDRESS_AFTER)
            try:
                return await self._backend.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(last, port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


async def _look_up(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(f"{host} cannot be looked up: {error}") from error
    addresses = [str(at[0]).partition("%")[0] for *_, at in found]
    if not addresses:
        raise httpcore.ConnectError(f"{host} has no address")
    return list(dict.fromkeys(addresses))
