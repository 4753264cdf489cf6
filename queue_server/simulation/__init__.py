"""Days played through the public API, as many kiosks and clerks would."""
