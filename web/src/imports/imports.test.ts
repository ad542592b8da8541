import { expect, test } from "vitest";
import type { ObjectType } from "../api/types";
import { piecesOf } from "../parts/pieces";
import { importable, keysOf, unique } from "./objects";
import { cells, samplesOf } from "./samples";
import { textOf } from "./targets";
import { cellsOf, columnsOf } from "./tried";
import type { Preview, Wrong } from "./types";

const field = (name: string, type = "text", read_only = false) => ({ name, type, read_only });
const type = (name: string, fields: object[], permissions = {}) =>
  ({ name, plural: `${name}s`, configuration: false, importable: true, fields, sort_keys: ["name"], permissions: { import: "all", create: "all", ...permissions } }) as unknown as ObjectType;
const contact = type("contact", [field("emails", "emails"), field("phones", "phones")]);

test("rows become what people make, where they may", () => {
  const types = [contact, { ...type("submission", [field("tags", "tags")]), importable: false }, type("job", [field("state", "text", true), field("tags", "tags")]), type("lead", [field("company")], { import: "none" })];
  expect(importable(types).map((each) => each.name)).toEqual(["contact"]);
});

test("a record is found by what it has", () => {
  expect(keysOf(contact)).toEqual(["email", "phone", "id"]);
  expect(keysOf(type("company", [field("name"), field("domain", "domain")]))).toEqual(["domain", "name", "id"]);
});

test("an address is one person's, a name may be several companies'", () => {
  expect(unique(contact)).toBe(true);
  expect(unique(type("company", [field("name"), field("domain", "domain")]))).toBe(false);
});

test("quotes, separators and line breaks in a cell", () =>
  expect(cells('a;"b ""x""";"c\nd"\r\n1;2;3', ";")).toEqual([["a", 'b "x"', "c\nd"], ["1", "2", "3"]]));

test("samples are found below the names, whatever stands above", async () => {
  const file = new File(["Export of today\n\nName;Ort\nÄnne;Köln\n;Bonn\n"], "a.csv");
  expect(await samplesOf(file, ["Name", "Ort"])).toEqual({ Name: ["Änne"], Ort: ["Köln", "Bonn"] });
});

test("a workbook has no samples", async () => expect(await samplesOf(new File([new Uint8Array([80, 75, 0, 1])], "a.xlsx"), ["Name"])).toEqual({}));

test("an old encoding is read", async () => {
  const file = new File([new Uint8Array([78, 97, 109, 101, 10, 75, 246, 108, 110, 10, 97, 98, 99, 10])], "a.csv");
  expect(await samplesOf(file, ["Name"])).toEqual({ Name: ["Köln", "abc"] });
});

test("each error stands at its field, what has none before the row", () => {
  const wrong = (name: string): Wrong => ({ column: null, field: name, code: "x", message: "m" });
  const row = { row: 1, values: { emails: [] }, errors: [wrong("emails[0].value"), wrong("last_name")], warnings: [wrong("emails")] };
  const { byColumn, others } = cellsOf(row, ["emails"]);
  expect([byColumn.emails?.errors.length, byColumn.emails?.warnings.length, others.map((each) => each.field)]).toEqual([1, 1, ["last_name"]]);
  const preview = { columns: ["Mail", "Mail 2"], mapping: { Mail: "emails", "Mail 2": "emails" }, rows: [row] } as unknown as Preview;
  expect(columnsOf(preview)).toEqual(["emails"]);
});

test("the same reason is told once a cell", () => {
  const wrong = (field: string): Wrong => ({ field, column: "Phone", code: "invalid_phone", message: "Must be a phone number" });
  const row = { row: 1, values: { phones: "5 5" }, errors: [], warnings: [wrong("phones[0]"), wrong("phones[1]")] };
  expect(cellsOf(row, ["phones"]).byColumn.phones?.warnings).toEqual([wrong("phones[0]")]);
});

test("values are told as text", () => {
  expect(textOf([{ value: "a@b.de" }, { value: "c@d.de" }])).toBe("a@b.de, c@d.de");
  expect(textOf({ street: "Weg 1", city: null })).toBe("Weg 1");
});

test("an address breaks after its @ and dots, a short word or a number nowhere", () => {
  expect(piecesOf("mario.maier@example.com")).toEqual(["mario.", "maier@", "example.com"]);
  expect(piecesOf("b.mueller@example.com")).toEqual(["b.mueller@", "example.com"]);
  expect(piecesOf("https://example.com/about/us")).toEqual(["https://", "example.com/", "about/us"]);
  expect(piecesOf("Dr. Anna-Lena, 1.000,50")).toEqual(["Dr. ", "Anna-Lena, ", "1.000,50"]);
});
