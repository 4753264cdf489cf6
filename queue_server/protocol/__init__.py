"""Every JSON shape that crosses the wire, declared once. JavaScript's types are generated from here.

Commands go up by HTTP POST and carry a `request_id`: repeating one repeats the answer, never the deed.
Views come down by WebSocket, whole, the newest replacing the older. Times are ISO 8601 in UTC; waits and lengths are
seconds; a wait that is shown to people is a `WaitRange` in minutes.
"""

# ruff: noqa: F403 - the shapes of all audiences are one vocabulary; a name is declared in one of these files
from queue_server.protocol.agent import *
from queue_server.protocol.alarms import *
from queue_server.protocol.appointments import *
from queue_server.protocol.clerk import *
from queue_server.protocol.common import *
from queue_server.protocol.devices import *
from queue_server.protocol.display import *
from queue_server.protocol.fairness import *
from queue_server.protocol.kiosk import *
from queue_server.protocol.manager import *
from queue_server.protocol.message import *
from queue_server.protocol.open_door import *
from queue_server.protocol.paper import *
from queue_server.protocol.phone import *
from queue_server.protocol.rating import *
from queue_server.protocol.reports import *
from queue_server.protocol.set_up import *
from queue_server.protocol.socket import *
from queue_server.protocol.what_if import *
