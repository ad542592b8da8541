/** How fast leads are answered, of the latest that were: middle and spread, which no sum tells, are counted here. */
import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useList } from "../api/queries";
import type { ObjectType } from "../api/types";
import { Failed, Waiting } from "../parts/States";
import { useFormats } from "../values/formats";
import { answersOf, LIMITS } from "./answers";
import { Lines } from "./Lines";
import { Frame } from "./Tile";
import { useLasting } from "./useLasting";

const ANSWERED = JSON.stringify({ field: "first_touched_at", op: "empty", value: false });
const FIELDS = ["created_at", "assigned_at", "first_touched_at", "response_due_at"];

export function Answered({ type }: { type: ObjectType }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const fields = FIELDS.filter((name) => type.fields.some((field) => field.name === name)).join(",");
  const list = useList(type.plural, { filter: ANSWERED, limit: 100, fields });
  const { bins, median, inTime, count } = answersOf(list.data?.pages[0]?.data ?? []);
  const bars = bins.map((each, place) => ({ key: String(place), count: each, parts: [{ key: null, count: each }] }));
  const lasting = useLasting();
  const name = (bar: { key: string | null }) => (Number(bar.key) < LIMITS.length ? t(`reports.within.${LIMITS[Number(bar.key)]}`) : t("reports.within.more"));
  const to = `/${type.plural}?${new URLSearchParams({ filter: ANSWERED }).toString()}`;
  return (
    <Frame title={t("reports.answered")} help={list.data ? t("reports.answered_help", { count }) : ""}>
      {list.error && !list.data ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={4} />
        : count === 0 ? <Text size="sm" c="dimmed" ta="center" p="xl">{t("reports.nothing")}</Text> : (
          <>
            <Group gap="xl" mb="sm">
              <Figure value={lasting(median === null ? null : Math.max(median, 0.5))} label={t("reports.median")} />
              {inTime !== null && <Figure value={`${formats.number(Math.round(inTime * 100))} %`} label={t("reports.in_time")} />}
            </Group>
            <Lines title={t("reports.answered")} bars={bars} keys={[null]} name={name} label={(bar) => `${name(bar)}: ${bar.count}`} to={() => to} />
          </>
        )}
    </Frame>
  );
}

function Figure({ value, label }: { value: string; label: string }) {
  return <div><Text size="xl" fw={700} lh={1.2}>{value}</Text><Text size="xs" c="dimmed">{label}</Text></div>;
}
