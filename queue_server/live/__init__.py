"""After each commit: who must see what, the hub of sockets, the announcements."""
