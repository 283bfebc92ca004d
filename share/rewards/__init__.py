"""What sharers earn and friends are given: terms by tier, caps, the ledger of a sharer's money, statements and payouts."""
