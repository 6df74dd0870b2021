"""Letters out: compose (words) → freeze (bytes) → smtp (to the server). Nothing here decides whether to write."""
