"""Two releases that differ in known ways, for `township diff`: is every change found, with its cause, and how fast."""
