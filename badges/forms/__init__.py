"""The forms of the badge pages."""
