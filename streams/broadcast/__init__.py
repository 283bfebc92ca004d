"""Shows on air in this process: who publishes, who watches, and what of it is kept."""
