// Finds what people would read in English in any language: words in the client that do not go through t() or tn().
//
//   node scripts/literals.mjs    says where, and fails if there are any

import { readdirSync, readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";

const WORDS = /\p{L}{2,}/u;
const SENTENCE = /^[^\p{L}]*[A-Z][a-z’']*[\s,.:!?…]|^[^\p{L}]*[A-Z][a-z]+$/u;
const PHRASE = /[a-z]{2,}[,.]? [a-z]|[a-z] [a-z]{2,}|\} [a-z]{2,}|[a-z]{2,} (to |of |for )?\{/;
/** What only programs read. */
const MACHINE = new Set(
  "class style d points viewBox transform aria-labelledby aria-describedby".split(" "),
);
const UNSPOKEN = new Set("t tn querySelector querySelectorAll closest matchMedia".split(" "));
/** Names that are the same in every language, keys, and lists for programs. */
const NAMES =
  /^(Dealcast|English|Stripe|UTC|Problem|Escape|Enter|Space|Arrow|\w+Error|HTTP \{\}|Bearer \{\}|toast .*|12px \{\}|a\[href\].*|ar bn .*)$/;

const found = readdirSync(new URL("../client", import.meta.url), { recursive: true })
  .filter((name) => /(?<!\.test|\.gen|\bsamples)\.tsx?$/.test(name))
  .sort()
  .flatMap(literalsIn);
for (const { place, text } of found) process.stderr.write(`${place}: not in t(): ${text}\n`);
process.exitCode = found.length > 0 ? 1 : 0;

function literalsIn(name) {
  const source = readFileSync(new URL(`../client/${name}`, import.meta.url), "utf8");
  const literals = [];
  const note = ({ start }, text) => {
    const place = `web/client/${name}:${source.slice(0, start).split("\n").length}`;
    if (!NAMES.test(text)) literals.push({ place, text });
  };
  visit(parseAst(source, { lang: name.endsWith("x") ? "tsx" : "ts" }), note);
  return literals;
}

function visit(node, note) {
  if (Array.isArray(node)) for (const each of node) visit(each, note);
  if (!node?.type || isForPrograms(node)) return;
  const text = textOf(node);
  if (text !== null && isSpoken(node, text)) note(node, text.trim());
  for (const part of Object.values(node)) if (part && typeof part === "object") visit(part, note);
}

function isForPrograms(node) {
  if (/^(Import|Export(All|Named)Declaration$|TS(?!Non|As|Satisfies))/.test(node.type)) {
    return !node.declaration;
  }
  if (node.type === "JSXAttribute") return MACHINE.has(node.name.name);
  if (node.type === "CallExpression") {
    return UNSPOKEN.has(node.callee.name ?? node.callee.property?.name);
  }
  if (node.type === "NewExpression") return /Error$/.test(node.callee.name ?? "");
  return node.type === "BinaryExpression" && /==/.test(node.operator);
}

function textOf(node) {
  if (node.type === "JSXText") return node.value;
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral") return node.quasis.map(({ value }) => value.cooked).join("{}");
  return null;
}

function isSpoken({ type }, text) {
  return type === "JSXText" ? WORDS.test(text) : SENTENCE.test(text) || PHRASE.test(text);
}
