/** Make or change a routing rule. */
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../../api/types";
import { RemoveButton } from "../parts/RemoveButton";
import { ActiveEdit } from "../parts/ActiveEdit";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { Sheet } from "../parts/Sheet";
import { ConditionEdit } from "../rules/ConditionEdit";
import { PoolEdit } from "./PoolEdit";
import { ResponseEdit, TaskEdit } from "./FollowUps";
import { StrategyEdit } from "./StrategyEdit";
import type { RoutingRule } from "./types";

const FIELDS = ["name", "condition", "pool", "strategy", "weights", "response_minutes", "task", "active"];
const WIDGETS: Record<string, Widget> = {
  condition: ConditionEdit, pool: PoolEdit, strategy: StrategyEdit, weights: () => null, response_minutes: ResponseEdit, task: TaskEdit, active: ActiveEdit,
};

interface Props { type: ObjectType; rules: RoutingRule[]; rule: RoutingRule | undefined; close: () => void }

export function RuleSheet({ type, rules, rule, close }: Props) {
  const { t } = useTranslation();
  const given = { position: placeOfNew(rules), strategy: "round_robin", pool: {}, active: true };
  const saved = () => {
    notifications.show({ message: t("settings.saved"), color: "green" });
    close();
  };
  return (
    <Sheet title={rule?.name ?? t("settings.routing.add")} close={close} size="lg">
      <RecordForm type={type} record={rule} fields={FIELDS} given={given} widgets={WIDGETS} saved={saved} cancel={close} />
      {rule && <RemoveButton type={type} record={rule} name={rule.name} done={close} help={t("settings.routing.remove_help")} />}
    </Sheet>
  );
}

/** Before the rules that take every lead, or else at the end. */
function placeOfNew(rules: RoutingRule[]): number {
  const all = rules.find((each) => !each.condition);
  const before = rules.filter((each) => each !== all && (!all || each.position < all.position)).at(-1)?.position ?? 0;
  return all ? (before + all.position) / 2 : before + 10;
}
