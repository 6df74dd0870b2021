"""A year of each policy on the daemon's own paths, held against a slow count that knows only the clauses."""
