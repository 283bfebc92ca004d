"""The built-in gateway: no bank, and the same answer each time. It behaves like somebody else's server: it keeps books of its
own, loses answers, is late and tells by signed notices what it decided."""
