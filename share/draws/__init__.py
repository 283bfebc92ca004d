"""Draws in a room that anyone can check afterwards."""
