// Reads a JSON Schema on standard input and prints its TypeScript types. `dealcast types` calls it.
import { text } from "node:stream/consumers";
import { compile } from "json-schema-to-typescript";

const schema = JSON.parse(await text(process.stdin));
const types = await compile(schema, "Wire", {
  additionalProperties: false,
  ignoreMinAndMaxItems: true, // whoever sends is told by the server
  bannerComment: "// Generated from the Python wire types by `dealcast types`. Do not edit.",
});
process.stdout.write(types);
