"""Pages, by audience: fetch through visible_to, form, service, render."""
