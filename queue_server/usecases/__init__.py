"""One verb of the trade = one function: load, decide, save, in one transaction with its journal row."""
