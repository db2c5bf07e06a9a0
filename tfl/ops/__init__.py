"""What spans every app: home, people, back office, account export; the commands up, seed, demo, bench."""
