"""A zone's loudspeaker without a screen: an agent on a machine with a sound card, at the end of a display's socket."""
