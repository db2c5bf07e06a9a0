"""Reads that span models: frozen dataclasses for pages and endpoints."""
