"""Table of brands' shipping terms. A brand without a row charges nothing."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Table

from kit.db import metadata

shipping_terms = Table(
    "shipping_terms",
    metadata,
    Column("brand_id", ForeignKey("brand.id"), primary_key=True),
    Column("fee_minor", BigInteger, nullable=False),
    Column("free_from_minor", BigInteger),
    CheckConstraint("fee_minor > 0", name="fee"),
    CheckConstraint("free_from_minor > 0", name="free_from"),
)
