/** The records that one keeps at hand, below the objects. */
import { NavLink, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useViews } from "../api/queries";
import { useFavourites } from "../record/favourites";
import { useTypes } from "../schema/useType";
import { TypeIcon } from "./icons";

const MOST = 12;

export function Favourites() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const typeOf = useTypes();
  const kept = useFavourites(useViews().isSuccess).data ?? []; // after what people came for
  if (!kept.length) return null;
  return (
    <>
      <Text size="xs" fw={600} c="dimmed" px="sm" pt="md" pb={2}>{t("favourites.title")}</Text>
      {kept.slice(0, MOST).map((each) => {
        const type = typeOf(each.type);
        return type && <NavLink key={each.id} component={Link} to={`/${type.plural}/${each.id}`} label={each.title} title={each.title} noWrap py={4} active={pathname.endsWith(each.id)} leftSection={<TypeIcon type={type.name} size={14} />} />;
      })}
    </>
  );
}
