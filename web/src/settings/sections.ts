/** The sections of the settings, and what the schema must offer a person for each. */
import { Brush, Building2, CircleUserRound, ClipboardList, Eye, Gauge, History, KeyRound, LogIn, type LucideIcon, Route, ShieldCheck, TextCursorInput, Users, UsersRound } from "lucide-react";
import { useMe, useSchema } from "../api/queries";
import { useType } from "../schema/useType";
import { useAll } from "./parts/useAll";
import { type Grants, scopeOf } from "./roles/grants";

export interface Section { path: string; group: "me" | "company" | "leads" | "data" | "safety"; icon: LucideIcon; plural: string }

export const SECTIONS: Section[] = [
  { path: "profile", group: "me", icon: CircleUserRound, plural: "" },
  { path: "views", group: "me", icon: Eye, plural: "views" },
  { path: "company", group: "company", icon: Building2, plural: "company_settings" },
  { path: "people", group: "company", icon: Users, plural: "users" },
  { path: "teams", group: "company", icon: UsersRound, plural: "teams" },
  { path: "roles", group: "company", icon: ShieldCheck, plural: "roles" },
  { path: "routing", group: "leads", icon: Route, plural: "routing_rules" },
  { path: "scoring", group: "leads", icon: Gauge, plural: "scoring_rules" },
  { path: "forms", group: "leads", icon: ClipboardList, plural: "forms" },
  { path: "fields", group: "data", icon: TextCursorInput, plural: "fields" },
  { path: "cleaning", group: "data", icon: Brush, plural: "cleaning_rules" },
  { path: "keys", group: "safety", icon: KeyRound, plural: "api_keys" },
  { path: "sign-ins", group: "safety", icon: LogIn, plural: "sign_ins" },
  { path: "audit", group: "safety", icon: History, plural: "audit" },
];

export function useSections(): Section[] {
  const types = useSchema().data ?? [];
  const audited = useMayAudit();
  const offered = (plural: string) => plural === "" || (plural === "audit" ? audited : types.some((type) => type.plural === plural && type.permissions.read !== "none"));
  return SECTIONS.filter((each) => offered(each.plural));
}

/** The audit log is no object, so the schema says nothing of it: one's roles do, to whoever may read roles. */
function useMayAudit(): boolean {
  const me = useMe().data;
  const roles = useAll("roles", Boolean(useType("roles"))).data ?? [];
  const mine = roles.filter((each) => me?.roles.some((one) => one.id === each.id));
  return me?.permissions.audit?.read === "all" || mine.some((each) => each.kind !== "external" && scopeOf((each.grants as Grants | null) ?? {}, "audit", "read") === "all");
}
