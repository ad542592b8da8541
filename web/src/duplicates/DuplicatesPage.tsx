/** Pairs that may be the same, likeliest first: look at both, merge them or keep them apart, go on to the next. */
import { Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { CopyCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useList } from "../api/queries";
import { Empty, Failed, Waiting } from "../parts/States";
import { useFormats } from "../values/formats";
import classes from "./duplicates.module.css";
import { PairView } from "./PairView";
import { Queue } from "./Queue";
import type { Pair } from "./types";
import { useLetters } from "./useLetters";

const STATES = ["open", "dismissed", "merged"];

export function DuplicatesPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const [state, setState] = useState("open");
  const [chosen, choose] = useState("");
  const list = useList("duplicates", { state, sort: "-score", limit: 50 });
  const total = useList("duplicates", { state, limit: 1, fields: "id" }).data?.pages[0]?.meta.total;
  const pairs = (list.data?.pages.flatMap((page) => page.data) ?? []) as Pair[];
  const place = Math.max(0, pairs.findIndex((each) => each.id === chosen));
  const pair = pairs[place];
  const go = (by: number) => choose(pairs[place + by]?.id ?? pair?.id ?? "");
  useLetters({ j: () => go(1), k: () => go(-1) });
  /** The one that is next once this one is decided. */
  const decided = () => choose(pairs[place + 1]?.id ?? pairs[place - 1]?.id ?? "");
  return (
    <Stack p="md" gap="sm">
      <Group justify="space-between" gap="sm">
        <Group gap={8} align="baseline"><Title order={1} size="h3">{t("pairs.title")}</Title>
          {typeof total === "number" && total > 0 && <Text size="sm" c="dimmed">{formats.number(total)}</Text>}</Group>
        <SegmentedControl size="xs" value={state} onChange={setState} aria-label={t("pairs.which")} data={STATES.map((value) => ({ value, label: t(`pairs.states.${value}`) }))} />
      </Group>
      {list.error && !pairs.length ? <Failed error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <Waiting rows={8} />
        : !pair ? <Empty icon={<CopyCheck size={28} />} title={t(`pairs.none.${state}`)}>{t("pairs.none_help")}</Empty>
        : (
          <div className={classes.page}>
            <Queue pairs={pairs} current={pair.id} choose={choose} more={list.hasNextPage ? () => void list.fetchNextPage() : null} />
            <PairView key={pair.id} pair={pair} place={place} count={pairs.length} more={Boolean(list.hasNextPage)} go={go} decided={decided} />
          </div>
        )}
    </Stack>
  );
}
