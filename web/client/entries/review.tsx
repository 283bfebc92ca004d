// /host/brands/{slug}/review and /operator/review: held rewards, for a brand's managers and for operators.

import { mount } from "../lib/islands";
import { Review } from "../review/Review";
import "../styles/brand.css";
import "../styles/review.css";

mount("review", Review);
