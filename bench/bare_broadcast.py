"""The bare limit of `bench_fan_out`: `websockets.broadcast`, which knows no offices, no journal and no slow screens.

Whoever sends it bytes has them sent to all as text. Prints its port.
"""

from __future__ import annotations

from contextlib import suppress

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed


async def main() -> None:
    """Serve until killed."""

    async def screen(connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            await connection.send("welcome")
            async for message in connection:
                if isinstance(message, bytes):
                    broadcast(server.connections, message.decode())

    server = await serve(screen, "127.0.0.1", 0, compression=None, ping_interval=None, max_size=2**20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
