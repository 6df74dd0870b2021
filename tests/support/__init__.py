"""Real parts that tests stand on: servers of their own on loopback, and the clients that talk to them."""
