"""Pages: fetch, form, service, render."""
