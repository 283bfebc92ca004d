"""How pictures are drawn: a palette and a brush, a studio around the object, objects by kind, posters."""
