import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

type Tree = { [key: string]: unknown };

const ROOT = join(import.meta.dirname, "..");
const FILES = readdirSync(ROOT, { recursive: true, encoding: "utf8" });
const ENGLISH = FILES.filter((file) => /(^|[\\/])(texts\.)?en\.json$/.test(file));
// Said by the API in English, translated here: what companies add has no words of ours.
const LABELS = ["types.", "fields.", "options.", "actions.", "labels."];
const SOURCES = FILES.filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.d\.ts$/.test(file));
const code = SOURCES.map((file) => readFileSync(join(ROOT, file), "utf8")).join("\n");

function keys(tree: Tree, before = ""): string[] {
  return Object.entries(tree).flatMap(([name, value]) => (typeof value === "object" && value !== null && !Array.isArray(value)
    ? keys(value as Tree, `${before}${name}.`) : [before + name]));
}
const read = (file: string) => keys(JSON.parse(readFileSync(join(ROOT, file), "utf8")) as Tree);
const plain = (key: string) => key.replace(/_(one|other|zero)$/, "");
const german = (file: string) => join(dirname(file), file.endsWith("texts.en.json") ? "texts.de.json" : "de.json");

/** Literals, and templates as patterns: `routing.by.${way}` uses every key of that form. */
const literals = new Set([...code.matchAll(/["']([a-z][\w-]*(?:\.[\w-]+)*)["']/g)].map((found) => found[1]));
const templates = [...code.matchAll(/`([a-z_]+\.(?:[^`\s]*?)\$\{[^`]*)`/g)].map((found) => new RegExp(`^${(found[1] ?? "")
  .split(/\$\{(?:[^{}]|\{[^}]*\})*\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&")).join("[\\w .-]+")}$`));
/** A short key such as `yes` may stand elsewhere for something else. */
const short = (key: string) => new RegExp(`\\bt\\((?:[^()]|\\([^()]*\\))*"${key}"`).test(code);
const used = (key: string) => !key.includes(".") ? short(key) : literals.has(key) || literals.has(plain(key)) || templates.some((form) => form.test(key) || form.test(plain(key)));

test.each(ENGLISH)("%s says the same in German, and nothing else", (file) => {
  const [en, de] = [read(file), read(german(file))];
  const label = (key: string) => LABELS.some((start) => key.startsWith(start));
  expect(en.filter((key) => !de.includes(key))).toEqual([]);
  expect(de.filter((key) => !en.includes(key) && !label(key))).toEqual([]);
});

test.each(ENGLISH)("%s holds nothing that no screen says", (file) => {
  expect(read(file).filter((key) => !used(key))).toEqual([]);
});

test("every text that a screen asks for is there", () => {
  const known = new Set(ENGLISH.flatMap(read).flatMap((key) => [key, plain(key)]));
  const asked = [...code.matchAll(/\bt\(\s*(?:[^"'`()]*\?\s*)?"([a-z_]+(?:\.[\w-]+)*)"(?:\s*:\s*"([a-z_]+(?:\.[\w-]+)*)")?/g)];
  const missing = asked.flatMap((found) => [found[1], found[2]]).filter((key) => key && !known.has(key));
  expect([...new Set(missing)]).toEqual([]);
});
