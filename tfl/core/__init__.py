"""What every app stands on: months, text, checks, jobs. No models; imports nothing of ours."""
