/** Somebody without any role sees nothing yet: told once, instead of screens that stay empty. */
import { UserRoundX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Empty } from "../parts/States";

export function NoRole() {
  const { t } = useTranslation();
  return <Empty icon={<UserRoundX size={28} />} title={t("no_role.title")}>{t("no_role.help")}</Empty>;
}
