// /operator: the operator's page.

import "../operator/language";
import "uplot/dist/uPlot.min.css";
import "../styles/operator.css";
import { mount } from "../lib/islands";
import { Operator } from "../operator/Operator";

mount("operator", Operator);
