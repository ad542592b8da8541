/** The ways to the numbers, and to what keeps the data in order; each is shown to whom it is open. */
import { NavLink, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useSchema } from "../api/queries";
import { type Place, REPORTS, dataPlaces, hasReports } from "./places";

export function DataLinks() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const types = useSchema().data ?? [];
  const shown = dataPlaces(types);
  const link = ({ name, Icon }: Place) => (
    <NavLink key={name} component={Link} to={`/${name}`} label={t(`nav.${name}`)} leftSection={<Icon size={16} aria-hidden strokeWidth={1.75} />} active={pathname.split("/")[1] === name} />
  );
  return (
    <>
      {hasReports(types) && link(REPORTS)}
      {shown.length > 0 && <Text size="xs" fw={600} c="dimmed" px="sm" pt="sm" pb={2}>{t("nav.data")}</Text>}
      {shown.map(link)}
    </>
  );
}
