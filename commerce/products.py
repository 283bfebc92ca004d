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
    is_listed: bool = True
    """Whether it can be found, and sold in new deals."""
    picture: str | None = None
    """The name of the picture that was uploaded for it; without one, a picture is drawn of its category."""

    @property
    def image_url(self) -> str:
        if self.picture is None:
            return product_image_url(self.id)
        return f"/pictures/products/{self.id}/{self.picture}.jpg"

    def view(self, currency: str) -> ProductView:
        return ProductView(
            id=self.id,
            brand_id=self.brand_id,
            title=self.title,
            description=self.description,
            category=self.category,
            list_price_minor=self.list_price_minor,
            is_green=self.is_green,
            is_listed=self.is_listed,
            has_picture=self.picture is not None,
            currency=currency,
            image_url=self.image_url,
        )


def product_image_url(product_id: str) -> str:
    """Of the drawn picture, which leads to the uploaded one if there is one."""
    return f"/pictures/products/{product_id}.svg"
