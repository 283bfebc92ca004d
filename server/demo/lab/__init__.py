"""What takes days, told at one brand: rewards that are paid out, held and decided upon, and campaigns that were measured."""
