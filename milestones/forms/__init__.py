"""What pages accept."""
