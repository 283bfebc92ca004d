// /operator/brands: the festival's brands, for its operators.

import { Brands } from "../brands/Brands";
import { mount } from "../lib/islands";
import "../styles/brands.css";

mount("brands", Brands);
