"""`python -m queue_server` is the command `xephang`."""

from queue_server.cli import main

main()
