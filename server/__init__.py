"""The composition root and the edge: the only package that knows all the others."""
