"""Badge milestones: built in a form as metric + scope + threshold over claimed badges."""
