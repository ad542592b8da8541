/** Compiled and never run: the shapes we wrote by hand are those that `/openapi.json` promises. */
import type { components, paths } from "./openapi";
import type { FieldError } from "./problem";
import type { Tokens } from "./session";
import type { Me, Page, Rec, View } from "./types";

type Promised = components["schemas"];
type Named<T> = { [Name in keyof T as string extends Name ? never : Name]-?: NonNullable<T[Name]> };

/** `true` where every field we name is promised with what we expect in it, else the names of the others. */
type Agrees<Ours, Theirs, Name extends keyof Named<Ours> = keyof Named<Ours>> = {
  [Each in Name]: Each extends keyof Named<Theirs> ? (Named<Theirs>[Each] extends Named<Ours>[Each] ? never : Each) : Each;
}[Name] extends never ? true : false;
type Holds<T extends true> = T;

export type Agreed = [
  Holds<Agrees<Rec, Promised["Contact"]>>,
  Holds<Agrees<Rec, Promised["Lead"]>>,
  Holds<Agrees<Omit<Page, "data">, Promised["CompanyPage"]>>,
  Holds<Agrees<Pick<Me, "id" | "first_name" | "last_name" | "locale" | "time_zone">, Promised["User"]>>,
  Holds<Agrees<Pick<View, "name" | "object" | "sort" | "visibility" | "state">, Promised["View"]>>,
  Holds<Agrees<FieldError, Promised["Problem"]["errors"][number]>>,
  Holds<Agrees<Tokens, paths["/public/auth/login"]["post"]["responses"][200]["content"]["application/json"]>>,
];

/** The calls that every object has, by the example of one. */
export const CALLS = [
  "/v1/me", "/v1/schema", "/v1/search", "/v1/views", "/v1/leads", "/v1/leads/{id}", "/v1/leads/{id}/timeline", "/v1/leads/{id}/history",
  "/v1/leads/{id}/restore", "/v1/leads/bulk", "/v1/leads/{id}/links", "/public/auth/login", "/public/auth/refresh",
] as const satisfies (keyof paths)[];
