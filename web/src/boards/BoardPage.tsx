/** A type's records as columns of cards, by the choice that its records go through. */
import { Button, Group, Indicator, Switch, Title } from "@mantine/core";
import { Kanban, ListFilter, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { Field, ObjectType } from "../api/types";
import { useCreate } from "../create/useCreate";
import { FilterBuilder } from "../lists/FilterBuilder";
import { FilterPopover } from "../lists/FilterPopover";
import { Empty } from "../parts/States";
import { makes, useLabels, useType } from "../schema/useType";
import { columnField } from "./board";
import { Board } from "./Board";
import classes from "./boards.module.css";
import { type BoardState, useBoardState } from "./state";
import { TableOrBoard } from "./TableOrBoard";

export function BoardPage() {
  const { t } = useTranslation();
  const { plural = "" } = useParams();
  const type = useType(plural);
  const column = type && columnField(type);
  if (!type || !column) return <Empty icon={<Kanban size={28} />} title={t("list.unknown")}>{t("list.unknown_help")}</Empty>;
  return <Whole key={plural} type={type} column={column} />;
}

function Whole({ type, column }: { type: ObjectType; column: Field }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const create = useCreate();
  const state = useBoardState();
  return (
    <div className={classes.page}>
      <Group justify="space-between" px="md" pt="md" pb="sm" gap="sm">
        <Group gap="sm"><Title order={1} size="h3">{labels.many(type)}</Title><TableOrBoard type={type} shown="board" /></Group>
        <Group gap="sm">
          <Switch size="sm" label={t("board.mine")} checked={state.mine} onChange={(event) => state.set({ mine: event.currentTarget.checked })} />
          <Filter type={type} state={state} />
          {makes(type) && (
            <Button size="xs" variant="light" visibleFrom="xs" leftSection={<Plus size={14} aria-hidden />} onClick={() => create.open(type.plural)}>{t("create.title", { type: labels.one(type) })}</Button>
          )}
        </Group>
      </Group>
      <Board type={type} column={column} filter={state.filter} mine={state.mine} />
    </div>
  );
}

function Filter({ type, state }: { type: ObjectType; state: BoardState }) {
  return (
    <FilterPopover width={560} button={{ variant: state.filter ? "light" : "default", leftSection: <Indicator disabled={!state.filter} size={7} offset={1}><ListFilter size={14} aria-hidden /></Indicator> }}>
      <FilterBuilder type={type} value={state.filter} change={(filter) => state.set({ filter })} />
    </FilterPopover>
  );
}
