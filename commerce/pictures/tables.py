"""The table of uploaded pictures. In the database, so that each process has them, and none without its product."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, LargeBinary, String, Table

from commerce.pictures.recoding import MOST_KEPT_BYTES
from kit.db import Instant, metadata

product_pictures = Table(
    "product_picture",
    metadata,
    Column("product_id", ForeignKey("product.id"), primary_key=True),
    Column("name", String(20), nullable=False),
    Column("jpeg", LargeBinary, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    CheckConstraint(f"length(jpeg) BETWEEN 1 AND {MOST_KEPT_BYTES}", name="jpeg"),
)
