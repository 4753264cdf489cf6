"""A stand-in of the network between the screens and the server, which can be cut without a word to either side."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator


class CutNetwork:
    """Passes bytes on. While it is cut nothing passes, and connections opened meanwhile hang, as lost packets do.

    Connections that were cut stay dead when the network returns: the hardest case, for nobody is told of it.
    """

    def __init__(self, server: str) -> None:
        host, _, port = server.rpartition("//")[2].rpartition(":")
        self._server = (host, int(port))
        self._is_cut = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._dead: list[asyncio.StreamWriter] = []
        self.address = ""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[CutNetwork]:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0, backlog=1000)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            for writer in (*self._writers, *self._dead):
                writer.transport.abort()

    def cut(self) -> None:
        """From now on nothing passes."""
        self._is_cut = True
        self._dead += self._writers
        self._writers.clear()

    def mend(self) -> None:
        """New connections pass again."""
        self._is_cut = False

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            self._dead.append(writer)
            return
        upstream_reader, upstream = await asyncio.open_connection(*self._server)
        ends = {writer, upstream}
        self._writers |= ends
        await asyncio.gather(self._pump(reader, upstream), self._pump(upstream_reader, writer))
        self._writers -= ends

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if writer in self._dead:
                    return
                writer.write(data)
                await writer.drain()
        if writer not in self._dead:
            writer.close()
