"""What trustees read."""
