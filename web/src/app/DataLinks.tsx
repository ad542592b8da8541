/** The ways to the numbers, and to what keeps the data in order; each is shown to whom it is open. */
import { NavLink, Text } from "@mantine/core";
import { ChartColumn, CopyCheck, FileUp, type LucideIcon, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useSchema } from "../api/queries";
import type { ObjectType } from "../api/types";
import { deletable } from "../bin/deletable";
import { importable } from "../imports/objects";

const reads = (types: ObjectType[], plural: string) => types.some((type) => type.plural === plural && type.permissions.read !== "none");

const PLACES: [string, LucideIcon, (types: ObjectType[]) => boolean][] = [
  ["imports", FileUp, (types) => importable(types).length > 0],
  ["duplicates", CopyCheck, (types) => reads(types, "duplicates")],
  ["bin", Trash2, (types) => deletable(types).length > 0],
];

export function DataLinks() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const types = useSchema().data ?? [];
  const shown = PLACES.filter(([, , open]) => open(types));
  const link = (name: string, Icon: LucideIcon) => (
    <NavLink key={name} component={Link} to={`/${name}`} label={t(`nav.${name}`)} leftSection={<Icon size={16} aria-hidden strokeWidth={1.75} />} active={pathname.split("/")[1] === name} />
  );
  return (
    <>
      {reads(types, "reports") && link("reports", ChartColumn)}
      {shown.length > 0 && <Text size="xs" fw={600} c="dimmed" px="sm" pt="sm" pb={2}>{t("nav.data")}</Text>}
      {shown.map(([name, Icon]) => link(name, Icon))}
    </>
  );
}
