"""The queue server of a one-stop office."""

__version__ = "0.1.0"
