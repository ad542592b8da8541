/** How one of the pool is chosen; for shares, how many each gets. */
import { NumberInput, Radio, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries";
import { useType } from "../../schema/useType";
import type { Widget } from "../parts/RecordForm";
import { useAll } from "../parts/useAll";
import type { Pool } from "./types";

export const StrategyEdit: Widget = ({ field, value, change, error, values, set, errors }) => {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Radio.Group label={field.label} error={error} value={String(value ?? "round_robin")} onChange={change}>
        <Stack gap={6} mt={4}>
          {field.options.map((each) => <Radio key={each} size="sm" value={each} label={t(`settings.routing.strategy.${each}`)} description={t(`settings.routing.strategy_help.${each}`)} />)}
        </Stack>
      </Radio.Group>
      {value === "weighted" && <Shares pool={(values.pool as Pool | null) ?? {}} weights={(values.weights as Record<string, number> | null) ?? {}} change={(weights) => set("weights", weights)} error={errors.weights} />}
    </Stack>
  );
};

interface SharesProps { pool: Pool; weights: Record<string, number>; change: (weights: Record<string, number>) => void; error: string | undefined }

function Shares({ pool, weights, change, error }: SharesProps) {
  const { t } = useTranslation();
  const people = useAll("users", Boolean(useType("users"))).data ?? [];
  const colleagues = (useMe().data?.colleagues ?? []).filter((each) => each.active);
  const inTeam = new Set(people.filter((each) => ((each.team_ids as string[] | null) ?? []).some((id) => pool.team_ids?.includes(id))).map((each) => each.id));
  const asked = colleagues.filter((each) => inTeam.has(each.id) || pool.user_ids?.includes(each.id) || each.id in weights);
  if (!asked.length) return <Text size="sm" c="dimmed">{t("settings.routing.no_shares")}</Text>;
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        {asked.map((each) => <NumberInput key={each.id} size="xs" label={each.name} min={0} max={1000} allowDecimal={false} value={weights[each.id] ?? 1} onChange={(share) => change({ ...weights, [each.id]: Number(share) || 0 })} />)}
      </SimpleGrid>
      {error && <Text size="xs" c="red">{error}</Text>}
    </>
  );
}
