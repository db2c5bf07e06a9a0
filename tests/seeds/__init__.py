"""Tests of the content an installation starts with."""
