"""The content an installation starts with: skills, job roles and projects, free of Django."""
