"""Stories in fast time, without servers."""
