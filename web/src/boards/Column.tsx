/** One column of a board: how many, what they add up to, and the cards, more of them as one asks. */
import { ActionIcon, Badge, Button, Skeleton, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "../api/http";
import { useList } from "../api/queries";
import type { Field, ObjectType, Rec } from "../api/types";
import { inWords } from "../parts/States";
import { useLabels } from "../schema/useType";
import { useFormats } from "../values/formats";
import classes from "./boards.module.css";
import { addedUp, type Row, useTotal } from "./figures";

interface Props {
  type: ObjectType;
  column: Field;
  option: string;
  query: Query;
  narrowed: boolean;
  rows: Row[] | undefined;
  over: boolean;
  add: (() => void) | null;
  card: (record: Rec, ids: string[]) => ReactNode;
}

export function Column({ type, column, option, query, narrowed, rows, over, add, card }: Props) {
  const { t } = useTranslation();
  const label = useLabels().option(option);
  const list = useList(type.plural, query);
  const records = list.data?.pages.flatMap((page) => page.data) ?? [];
  const ids = records.map((each) => each.id);
  const count = useCount({ type, column, option, narrowed, rows, list, loaded: records.length });
  const sum = useSum(rows, column, option);
  return (
    <section className={classes.column} data-column={option} data-over={over || undefined} aria-label={t("board.column", { label, count })}>
      <header className={classes.head}>
        <Badge circle size="9px" color={shade(column, option)} aria-hidden> </Badge>
        <Text component="h2" size="sm" fw={600} m={0}>{label}</Text>
        <Text size="xs" c="dimmed">{count}</Text>
        <Text size="xs" c="dimmed" ml="auto">{sum}</Text>
        {add && <ActionIcon variant="subtle" color="gray" size="sm" onClick={add} aria-label={t("board.add", { label })}><Plus size={14} /></ActionIcon>}
      </header>
      <ul className={classes.cards} role="list">
        {records.map((record) => card(record, ids))}
        {list.isPending && [64, 80, 64].map((height, place) => <li key={place} aria-hidden><Skeleton height={height} radius="sm" /></li>)}
        {list.error && !records.length && <li className={classes.empty} role="alert">{inWords(list.error)}<br /><Button mt={6} size="compact-xs" variant="light" color="red" onClick={() => void list.refetch()}>{t("failed.retry")}</Button></li>}
        {!list.isPending && !list.error && !records.length && !list.hasNextPage && <li className={classes.empty}>{type.permissions.update === "none" ? t("board.nothing") : t("board.empty")}</li>}
        {list.hasNextPage && <li><Button fullWidth size="compact-xs" variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("list.more")}</Button></li>}
      </ul>
    </section>
  );
}

type Counting = Pick<Props, "type" | "column" | "option" | "narrowed" | "rows"> & { list: ReturnType<typeof useList>; loaded: number };

/** Exact where somebody knows it; else as many as are loaded, with a plus. */
function useCount({ type, column, option, narrowed, rows, list, loaded }: Counting): string {
  const formats = useFormats();
  const known = list.data?.pages[0]?.meta.total ?? (list.data && !list.hasNextPage ? loaded : undefined);
  const reported = rows?.filter((row) => row.groups[column.name] === option).reduce((sum, row) => sum + row.count, 0);
  const total = useTotal(type, column, option, Boolean(list.data) && known === undefined && rows === undefined && !narrowed);
  if (!list.data) return "";
  const count = known ?? reported ?? total;
  return typeof count === "number" ? formats.number(count) : `${formats.number(loaded)}+`;
}

function useSum(rows: Row[] | undefined, column: Field, option: string): string {
  const formats = useFormats();
  const sums = addedUp(rows?.filter((row) => row.groups[column.name] === option) ?? []);
  return sums.map(([currency, amount]) => (currency ? formats.money({ amount, currency }) : formats.number(amount))).join(" · ");
}

const SHADES = ["blue", "indigo", "yellow", "pink", "orange", "violet", "cyan", "lime"];
const ENDS: Record<string, string> = { done: "green", won: "green", qualified: "green", customer: "green", converted: "teal", cancelled: "gray", lost: "gray", disqualified: "gray", other: "gray" };

function shade(column: Field, option: string): string {
  return ENDS[option] ?? SHADES[column.options.indexOf(option) % SHADES.length] ?? "gray";
}
