"""What the site of a release costs: seconds, megabytes, memory, and what a second build makes again."""
