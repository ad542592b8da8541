/** What the palette can do beside finding: create anything, go anywhere, a few switches. */
import { useMantineColorScheme } from "@mantine/core";
import type { SpotlightActionData } from "@mantine/spotlight";
import { Bell, House, Keyboard, LogOut, Moon, Plus, Settings, TableProperties } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSchema, useViews } from "../api/queries";
import { leave } from "../api/session";
import type { ObjectType } from "../api/types";
import { TypeIcon } from "../app/icons";
import { REPORTS, dataPlaces, hasReports } from "../app/places";
import { useCreate } from "../create/useCreate";
import { makes, useLabels } from "../schema/useType";

interface Commands { group: string; actions: SpotlightActionData[] }

/** Types whose page is elsewhere, or that nobody reads as a list. */
const NO_LIST = new Set(["notification", "job", "erasure", "merge", "import", "duplicate"]);

export function useCommands(help: () => void): Commands[] {
  const { t } = useTranslation();
  const go = useNavigate();
  const create = useCreate();
  const labels = useLabels();
  const types = useSchema().data ?? [];
  const views = useViews().data ?? [];
  const { toggleColorScheme } = useMantineColorScheme();
  const makeable = (type: ObjectType) => !type.configuration && makes(type) && type.fields.some((field) => !field.read_only) && type.name !== "consent"; // a consent is given on a person's page
  const to = (id: string, label: string, icon: React.ReactNode, path: string): SpotlightActionData => ({ id, label, leftSection: icon, onClick: () => void go(path) });
  return [
    { group: t("palette.create"), actions: types.filter(makeable).map((type) => ({
      id: `create-${type.name}`, label: t("create.title", { type: labels.one(type) }), keywords: labels.one(type), leftSection: <Plus size={18} />, onClick: () => create.open(type.plural) })) },
    { group: t("palette.go"), actions: [
      to("go-home", t("home.title"), <House size={18} />, "/"),
      to("go-notifications", t("bell.title"), <Bell size={18} />, "/notifications"),
      to("go-settings", t("shell.settings"), <Settings size={18} />, "/settings"),
      ...types.filter((type) => !type.configuration && !NO_LIST.has(type.name)).map((type) => to(`go-${type.name}`, labels.many(type), <TypeIcon type={type.name} size={18} />, `/${type.plural}`)),
      ...[...(hasReports(types) ? [REPORTS] : []), ...dataPlaces(types)].map(({ name, Icon }) => to(`go-${name}`, t(`nav.${name}`), <Icon size={18} />, `/${name}`)),
      ...views.map((view) => to(view.id, view.name, <TableProperties size={18} />, `/${view.object}?view=${view.id}`)),
    ] },
    { group: t("palette.do"), actions: [
      { id: "do-help", label: t("keys.title"), keywords: "?", leftSection: <Keyboard size={18} />, onClick: help },
      { id: "do-scheme", label: t("shell.scheme"), leftSection: <Moon size={18} />, onClick: toggleColorScheme },
      { id: "do-leave", label: t("shell.leave"), leftSection: <LogOut size={18} />, onClick: () => void leave() },
    ] },
  ];
}
