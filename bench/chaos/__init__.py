"""What may happen to a home: kills, readers, two runs at once, full disks, hostile SQL."""
