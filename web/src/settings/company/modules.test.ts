import { expect, test } from "vitest";
import type { ObjectType } from "../../api/types";
import { modulesOf, singular } from "./modules";

const types = [{ plural: "tasks", importable: true }, { plural: "roles", importable: false }] as ObjectType[];

test("what is off is offered though the schema hides it", () => expect(modulesOf(types, ["leads"])).toEqual(["leads", "tasks"]));

test.each([["companies", "company"], ["leads", "lead"]])("%s are each a %s", (plural, one) => expect(singular(plural)).toBe(one));
