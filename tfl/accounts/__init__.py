"""People: users, roles, students, cohorts, employers, consent, invitations, tokens, notices, audit."""
