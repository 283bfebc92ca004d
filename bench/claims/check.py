"""Whether the rows that a run left are right: whatever a way's speed, a fault makes it worthless."""

from sqlalchemy import text

from kit.db import Database

BOOKS = """
SELECT (SELECT coalesce(sum(sold), 0) FROM deal), (SELECT count(*) FROM orders),
  (SELECT count(*) FROM order_line), (SELECT count(*) FROM deal_slot),
  (SELECT count(claim_key) FROM orders), (SELECT count(*) FROM deal WHERE sold > stock),
  (SELECT count(*) FROM (SELECT 1 FROM deal_slot JOIN deal ON deal.id = deal_id
     GROUP BY deal_id, account_id, per_buyer_limit HAVING count(*) > per_buyer_limit) AS many)
"""


async def faults(url: str, won: int) -> list[str]:
    """What is not as it must be: nothing, unless the way is wrong. `won` are the claims that were told so."""
    database = Database(url)
    try:
        async with database.reading() as connection:
            counts = (await connection.execute(text(BOOKS))).one()
    finally:
        await database.close()
    names = ("units sold", "orders", "lines", "slots", "keys")
    found = [
        f"{won} won, {count} {name}"
        for name, count in zip(names, counts, strict=False)
        if count != won
    ]
    *_, oversold, doubled = counts
    if oversold or doubled:
        found.append(f"{oversold} deals oversold, {doubled} buyers over the limit")
    return found
