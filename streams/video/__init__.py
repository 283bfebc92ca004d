"""A show's picture and sound: taken from its host, forwarded and packaged, never decoded."""
