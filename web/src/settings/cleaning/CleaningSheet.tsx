/** Make or change a cleaning rule; once it is saved, what it would do is shown. */
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../../api/types";
import { RecordForm } from "../parts/RecordForm";
import { RemoveButton } from "../parts/RemoveButton";
import { Sheet } from "../parts/Sheet";
import { WIDGETS } from "./edits";
import type { CleaningRule } from "./types";

const FIELDS = ["name", "object", "kind", "tag", "days", "condition", "schedule", "active"];

interface Props { type: ObjectType; rule: CleaningRule | undefined; saved: (rule: CleaningRule) => void; close: () => void }

export function CleaningSheet({ type, rule, saved, close }: Props) {
  const { t } = useTranslation();
  return (
    <Sheet title={rule?.name ?? t("settings.cleaning.add")} close={close} size="lg">
      <RecordForm type={type} record={rule} fields={FIELDS} given={{ object: "contacts", schedule: "off", active: true }} widgets={WIDGETS} saved={(record) => saved(record as CleaningRule)} cancel={close} submit={t("settings.cleaning.save")} />
      {rule && <RemoveButton type={type} record={rule} name={rule.name} done={close} help={t("settings.cleaning.remove_help")} />}
    </Sheet>
  );
}
