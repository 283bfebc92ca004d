// The texts in Chinese. Pages in Chinese load it before their other entries.

import { learn } from "../lib/words";
import words from "../words/zh.json";

learn(words);
