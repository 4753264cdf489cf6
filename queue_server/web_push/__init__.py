"""Web Push: a phone is told that its turn is near or has come, also while its browser is closed."""
