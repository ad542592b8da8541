/** Switch a rule, form or key on and off; it shows at once and comes back if it is refused. */
import { Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { useSave } from "../../api/queries";
import type { Rec } from "../../api/types";
import { inWords } from "../../parts/States";
import { useTypes } from "../../schema/useType";
import classes from "../settings.module.css";

export function ActiveSwitch({ record, name }: { record: Rec; name: string }) {
  const { t } = useTranslation();
  const type = useTypes()(record.type);
  const save = useSave(type?.plural ?? "");
  const shown = save.isPending ? Boolean(save.variables.values.active) : Boolean(record.active);
  const change = (active: boolean) => save.mutate({ id: record.id, version: record.version, values: { active } }, {
    onError: (error) => notifications.show({ message: inWords(error), color: "red" }),
  });
  return <Switch size="xs" ml="auto" className={classes.above} aria-label={t("settings.active", { name })} checked={shown} disabled={type?.permissions.update === "none"}
    onChange={(event) => change(event.currentTarget.checked)} />;
}
