"""What other projects expect of reading mail, measured on corpora that are not part of this one."""
