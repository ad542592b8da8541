/** Why the two are thought to be the same: each reason with its weight, what speaks against it too. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../api/types";
import { useLabels } from "../schema/useType";
import { Score } from "./Queue";
import type { Pair, Reason } from "./types";

export function Reasons({ pair, type }: { pair: Pair; type: ObjectType | undefined }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const named = ({ field: path, label }: Reason) => {
    const [name, part] = path.split(".");
    const field = type?.fields.find((each) => each.name === name);
    const whole = field ? labels.field(field) : label;
    return part ? t(`address.${part}`, { defaultValue: label }) : whole;
  };
  const kind = ({ similarity }: Reason) => (similarity >= 0.999 ? "same" : similarity >= 0.7 ? "alike" : "differs");
  return (
    <Group gap={6} p="md" pb="xs">
      <Score value={pair.score} />
      <Text size="xs" c="dimmed">{t("pairs.because")}</Text>
      {[...pair.reasons].sort((one, other) => other.weight - one.weight).map((reason) => (
        <Badge key={reason.field} variant={reason.weight > 0 ? "light" : "default"} color={reason.weight > 3 ? "red" : "orange"} tt="none" fw={500} radius="sm" title={t("pairs.weight", { weight: reason.weight })}>
          {t(`pairs.${kind(reason)}`, { field: named(reason) })}
        </Badge>
      ))}
    </Group>
  );
}
