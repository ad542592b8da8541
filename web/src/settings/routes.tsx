/** The settings' addresses: each section is loaded when it is first opened, their texts with the frame around them. */
import { type RouteObject, redirect } from "react-router";
import { addTexts } from "../i18n/texts";

type Screen = () => Promise<React.ComponentType>;

function section(path: string, screen: Screen): RouteObject {
  return { path, lazy: async () => ({ Component: await screen() }) };
}

export const settings: RouteObject = {
  path: "settings",
  lazy: async () => {
    const [{ Settings, decisionTexts }, en] = await Promise.all([import("./Settings"), import("./texts.en.json")]);
    await Promise.all([addTexts(en.default, () => import("./texts.de.json")), decisionTexts()]);
    return { Component: Settings };
  },
  children: [
    { index: true, loader: () => redirect("/settings/profile") },
    section("profile", async () => (await import("./me/ProfileScreen")).ProfileScreen),
    section("company", async () => (await import("./company/CompanyScreen")).CompanyScreen),
    section("people", async () => (await import("./people/People")).People),
    section("teams", async () => (await import("./teams/Teams")).Teams),
    section("roles", async () => (await import("./roles/Roles")).Roles),
    section("routing", async () => (await import("./routing/RoutingRules")).RoutingRules),
    section("forms", async () => (await import("./forms/Forms")).Forms),
    section("scoring", async () => (await import("./scoring/ScoringRules")).ScoringRules),
    section("cleaning", async () => (await import("./cleaning/CleaningRules")).CleaningRules),
    section("fields", async () => (await import("./fields/Fields")).Fields),
    section("keys", async () => (await import("./keys/Keys")).Keys),
    section("sign-ins", async () => (await import("./audit/SignIns")).SignIns),
    section("audit", async () => (await import("./audit/Audit")).Audit),
    section("views", async () => (await import("./views/Views")).Views),
  ],
};
