"""The rules of the queue: pure, synchronous, standard library only; `now` is always an argument."""
