"""The listening socket, bound by ourselves so that a vanished screen is noticed soon."""

from __future__ import annotations

import socket

# Unacknowledged data after this many milliseconds ends a connection: a display whose cable was pulled.
USER_TIMEOUT_MS = 20_000


def listening_socket(host: str, port: int) -> socket.socket:
    """A TCP socket bound to `host` and `port` (0: one that the system gives). Raises OSError when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
