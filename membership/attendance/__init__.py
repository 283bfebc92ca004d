"""Which shows people with an account watched live, and for how long."""
