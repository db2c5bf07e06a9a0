"""The taxonomy: categories, skills, job roles. Knows no users."""
