/** Make or change a scoring rule. */
import { SegmentedControl, Input } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../../api/types";
import { ActiveEdit } from "../parts/ActiveEdit";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { RemoveButton } from "../parts/RemoveButton";
import { Sheet } from "../parts/Sheet";
import { ConditionEdit } from "../rules/ConditionEdit";
import type { ScoringRule } from "./ScoringRules";

const KindEdit: Widget = ({ field, value, change, error }) => {
  const { t } = useTranslation();
  return (
    <Input.Wrapper label={field.label} description={t(`settings.scoring.${String(value ?? "fit")}_help`)} error={error} inputWrapperOrder={["label", "input", "description", "error"]}>
      <SegmentedControl display="flex" w="fit-content" aria-label={field.label} value={String(value ?? "fit")} onChange={change} data={field.options.map((each) => ({ value: each, label: t(`settings.scoring.${each}`) }))} />
    </Input.Wrapper>
  );
};

const WIDGETS: Record<string, Widget> = { condition: ConditionEdit, kind: KindEdit, active: ActiveEdit };

export function ScoringSheet({ type, rule, close }: { type: ObjectType; rule: ScoringRule | undefined; close: () => void }) {
  const { t } = useTranslation();
  const saved = () => {
    notifications.show({ message: t("settings.saved"), color: "green" });
    close();
  };
  return (
    <Sheet title={rule?.name ?? t("settings.scoring.add")} close={close} size="lg">
      <RecordForm type={type} record={rule} fields={["name", "points", "condition", "kind", "cap", "active"]} given={{ kind: "fit", points: 10, active: true }} widgets={WIDGETS} saved={saved} cancel={close} />
      {rule && <RemoveButton type={type} record={rule} name={rule.name} done={close} help={t("settings.scoring.remove_help")} />}
    </Sheet>
  );
}
