// /host/brands/{slug}/products: a brand's products, for its managers.

import { mount } from "../lib/islands";
import { Products } from "../products/Products";
import "../styles/products.css";

mount("products", Products);
