/** Where one can go: home, the objects that one works with, their saved views. */
import { NavLink, Stack } from "@mantine/core";
import { House, TableProperties } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useSchema, useViews } from "../api/queries";
import { useLabels } from "../schema/useType";
import { DataLinks } from "./DataLinks";
import { Favourites } from "./Favourites";
import { TypeIcon } from "./icons";
import { daily } from "./places";

export function Sidebar() {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const labels = useLabels();
  const views = useViews().data ?? [];
  const types = useSchema().data ?? [];
  const shown = daily(types);
  const view = new URLSearchParams(search).get("view");
  return (
    <Stack gap={2} component="nav" aria-label={t("shell.objects")}>
      <NavLink component={Link} to="/" label={t("home.title")} leftSection={<House size={16} aria-hidden />} active={pathname === "/"} />
      {shown.map((type) => (
        <div key={type.name}>
          <NavLink component={Link} to={`/${type.plural}`} label={labels.many(type)} leftSection={<TypeIcon type={type.name} />}
            active={pathname.split("/")[1] === type.plural && !view} />
          {views.filter((each) => each.object === type.plural).map((each) => (
            <NavLink key={each.id} component={Link} to={`/${type.plural}?view=${each.id}`} label={each.name} title={each.name} noWrap pl={34} py={4}
              leftSection={<TableProperties size={14} aria-hidden />} active={view === each.id} c="dimmed" />
          ))}
        </div>
      ))}
      <Favourites />
      <DataLinks />
    </Stack>
  );
}
