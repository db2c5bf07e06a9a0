"""Measurements of what the product is held to. Figures are ratios within one run, because machines differ."""
