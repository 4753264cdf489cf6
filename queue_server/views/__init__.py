"""Reads: what each screen shows, straight from the store into the wire's structs."""
