"""Seasons of local sites that publish day by day, and the scheduled flows that have to follow them by themselves."""
