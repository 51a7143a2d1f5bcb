"""Who is really asking: behind proxies the installation names, what they say; else whoever connected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


class ProxyMiddleware:
    """
    Puts the client's address and scheme on the request, for everything that comes after.

    Anyone can write ``X-Forwarded-For``. It is read only when the connection itself comes from an
    address in ``JINGUO_PROXIES``, and only as far back as such addresses handed it on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said_for, said_scheme = (request.META.pop(name, "") for name in FORWARDED)
        proxies: Sequence[Network] = settings.JINGUO_PROXIES
        peer = read(request.META.get("REMOTE_ADDR", "")) if proxies else None
        if peer is not None and is_among(peer, proxies):
            request.META["REMOTE_ADDR"] = str(client_address(peer, said_for, proxies))
            request.META["wsgi.url_scheme"] = "https" if said_scheme == "https" else "http"
        return self.get_response(request)


def client_address(peer: Address, said: str, proxies: Sequence[Network]) -> Address:
    """
    Return the last address that a proxy of ours saw for itself.

    ``said`` is the list of ``X-Forwarded-For``, to which each hop adds at the end; it is read from
    there while the address before was ours. What stands further left, a client may have written.
    """
    hops = said.split(",")
    while hops and is_among(peer, proxies):
        hop = read(hops.pop())
        if hop is None:
            break
        peer = hop
    return peer


def read(text: str) -> Address | None:
    """Return an address, one of IPv4 in its own form, or None of what is none."""
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_among(address: Address, networks: Sequence[Network]) -> bool:
    """Say whether an address lies in one of the networks."""
    return any(address in network for network in networks)
