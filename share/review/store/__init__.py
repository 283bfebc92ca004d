"""Rows of reviews: marks of visits, screened rewards, decided cases, and brands' rules."""
