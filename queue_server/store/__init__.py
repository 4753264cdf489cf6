"""SQL, one text for SQLite (embedded) and PostgreSQL; every verb in one transaction with its journal row."""
