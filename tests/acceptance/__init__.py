"""Black-box checks: only the command line, against a real Dovecot and a real SMTP server."""
