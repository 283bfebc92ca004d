"""Pictures that managers upload for products. What is served is never what was sent, but a picture made of it."""
