"""Where sharers want their money to go. Account numbers are kept sealed, and leave only in a payout's file for the bank."""
