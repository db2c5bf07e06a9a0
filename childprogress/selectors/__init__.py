"""What pages and endpoints read: a QuerySet or a frozen dataclass, with its number of queries."""
