"""The tests themselves: no other machine is reached, whatever the code under test tries."""

from __future__ import annotations

import socket
import urllib.request

import pytest
from pytest_socket import SocketConnectBlockedError

FAR = "192.0.2.1"  # reserved for documentation (RFC 5737): nobody answers there


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_another_machine_cannot_be_reached():
    with socket.socket() as door, pytest.raises(SocketConnectBlockedError, match=FAR):
        door.connect((FAR, 80))

    with pytest.raises(SocketConnectBlockedError, match=FAR):
        urllib.request.urlopen(f"http://{FAR}/", timeout=1)


def test_this_machine_can():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as door,
    ):
        assert door.getpeername() == server.getsockname()
