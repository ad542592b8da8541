/** The places beside the objects' own lists, each for whom it is of use. */
import { BadgeCheck, ChartColumn, CopyCheck, FileUp, type LucideIcon, Trash2 } from "lucide-react";
import type { ObjectType } from "../api/types";
import { deletable } from "../bin/deletable";
import { importable } from "../imports/objects";

export interface Place { name: string; Icon: LucideIcon }

/** The objects of daily work, in the order of a day; what else exists is found by the palette. */
const DAILY = ["lead", "contact", "company", "deal", "task", "ticket", "order", "invoice", "campaign", "note", "email"];
const OWN = new Set(["view", "report"]); // anybody keeps some for themselves, who reads nothing has no use for them
/** Of these the engine keeps how complete and how fresh they are. */
const JUDGED = ["contacts", "companies", "leads"];

const reads = (types: ObjectType[], plural: string) => types.some((type) => type.plural === plural && type.permissions.read !== "none");
const byShareOnly = (types: ObjectType[], plural: string) => types.some((type) => type.plural === plural && type.permissions.read === "shared");

export function daily(types: ObjectType[]): ObjectType[] {
  return DAILY.flatMap((name) => types.find((type) => type.name === name) ?? []);
}

export function hasReports(types: ObjectType[]): boolean {
  return daily(types).length > 0 && reads(types, "reports");
}

export const REPORTS: Place = { name: "reports", Icon: ChartColumn };

/** What keeps the data in order. */
export function dataPlaces(types: ObjectType[]): Place[] {
  return [
    ...(importable(types).length ? [{ name: "imports", Icon: FileUp }] : []),
    ...(daily(types).length && reads(types, "duplicates") && !byShareOnly(types, "duplicates") ? [{ name: "duplicates", Icon: CopyCheck }] : []),
    ...(JUDGED.some((plural) => reads(types, plural) && !byShareOnly(types, plural)) ? [{ name: "quality", Icon: BadgeCheck }] : []),
    ...(deletable(types).some((type) => !OWN.has(type.name) || daily(types).length > 0) ? [{ name: "bin", Icon: Trash2 }] : []),
  ];
}
