"""Who brings most friends to a show."""
