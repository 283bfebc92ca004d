"""A product in a brand's catalogue. Its price is in the brand's currency."""

from dataclasses import dataclass

from commerce.views import ProductView


@dataclass(frozen=True, slots=True)
class Product:
    id: str
    brand_id: str
    title: str
    description: str
    category: str
    list_price_minor: int
    is_green: bool = False
    """Made and sold so that it spares the world: what the festival promotes as green."""

    @property
    def image_url(self) -> str:
        return product_image_url(self.id)

    def view(self, currency: str) -> ProductView:
        return ProductView(
            id=self.id,
            brand_id=self.brand_id,
            title=self.title,
            description=self.description,
            category=self.category,
            list_price_minor=self.list_price_minor,
            is_green=self.is_green,
            currency=currency,
            image_url=self.image_url,
        )


def product_image_url(product_id: str) -> str:
    return f"/pictures/products/{product_id}.svg"
