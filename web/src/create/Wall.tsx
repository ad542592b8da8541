/** Why two records cannot become one here, and whom to ask. */
import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import { titleOf } from "../schema/useType";
import type { Obstacle } from "./choosing";

export function Wall({ record, may_not }: Obstacle) {
  const { t } = useTranslation();
  const owner = useMe().data?.colleagues.find((each) => each.id === record.owner_id)?.name;
  const title = titleOf(record);
  return <Alert color="yellow" role="alert">{t(`merge.not_${may_not}`, { title })} {owner ? t("merge.ask", { owner }) : t("merge.ask_office")}</Alert>;
}
