"""How a brand comes to be: an operator founds it and names its first manager, who does the rest."""
