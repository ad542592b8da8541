/** The table itself: heads, rows, sums at the foot, more rows as one scrolls. */
import { Button, Center, Checkbox, Table } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectType, Rec } from "../api/types";
import { moved } from "../parts/order";
import { changeable, useMay } from "../schema/useMay";
import { useLabels } from "../schema/useType";
import { type Columns, NAME } from "./columns";
import { Head } from "./Head";
import classes from "./lists.module.css";
import { Row, type RowActs } from "./Row";
import type { ListState } from "./state";
import { Sums } from "./Sums";
import { useColumnDrag } from "./useColumnDrag";
import { type Place, useGrid } from "./useGrid";

interface Props {
  type: ObjectType;
  records: Rec[];
  columns: Columns;
  state: ListState;
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
  peek: (id: string) => void;
  more: (() => void) | null;
  busy: boolean;
}

export function Rows(props: Props) {
  const { t } = useTranslation();
  const { type, records, columns, chosen, choose } = props;
  const [editing, edit] = useState<Place | null>(null);
  const pick = usePick(records, chosen, choose);
  const may = useMay(type);
  const mayEdit = ({ row, column }: Place) => {
    const [record, field] = [records[row], columns.shown[column - 1]];
    return record !== undefined && field !== undefined && changeable(may, field, record);
  };
  const { frame, at, stand, keys, goTo } = useGrid({
    rows: records.length, columns: columns.shown.length, choose: (row) => pick(row, false),
    peek: (row) => props.peek(records[row]?.id ?? ""), edit: (place) => mayEdit(place) && edit(place),
  });
  const act = useSteady({
    choose: pick,
    peek: (row) => props.peek(records[row]?.id ?? ""),
    edit: (place) => {
      if (place && !mayEdit(place)) return;
      edit(place);
      if (!place) setTimeout(() => goTo(at.row, at.column), 0);
    },
    stand,
  });
  return (
    <div className={classes.frame} ref={frame} onKeyDown={keys}>
      <Table highlightOnHover stickyHeader verticalSpacing={0} fz="sm" className={classes.table} aria-label={useLabels().many(type)} aria-rowcount={-1}>
        <colgroup>
          <col className={classes.tickwidth} /><col style={{ width: columns.width(NAME) }} />
          {columns.shown.map((field) => <col key={field.name} style={{ width: columns.width(field.name) }} />)}<col />
        </colgroup>
        <Heads {...props} />
        <Table.Tbody>
          {records.map((record, row) => (
            <Row key={record.id} type={type} record={record} fields={columns.shown} row={row} at={at.row === row ? at.column : -1}
              editing={editing?.row === row ? editing.column : -1} chosen={chosen.has(record.id)} act={act} />
          ))}
        </Table.Tbody>
        <Sums records={records} fields={columns.shown} whole={!props.more} />
      </Table>
      {props.more && <More more={props.more} busy={props.busy} label={t("list.more")} />}
    </div>
  );
}

function Heads({ type, records, columns, state, chosen, choose }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const names = columns.shown.map((field) => field.name);
  const move = (from: number, to: number) => columns.set(moved(names, from, to));
  const drag = useColumnDrag(move);
  const all = records.length > 0 && records.every((each) => chosen.has(each.id));
  const nameSort = ["last_name", "name", "subject"].find((each) => type.sort_keys.includes(each));
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th className={classes.tick}><Checkbox size="xs" aria-label={t("list.choose_all")} checked={all} indeterminate={!all && chosen.size > 0}
          onChange={() => choose(all ? new Set() : new Set(records.map((each) => each.id)))} /></Table.Th>
        <Head name={NAME} label={t("list.name")} sort={nameSort} state={state} columns={columns} />
        {columns.shown.map((field, place) => (
          <Head key={field.name} name={field.name} label={labels.field(field)} sort={type.sort_keys.includes(field.name) || state.view?.sort?.replace("-", "") === field.name ? field.name : undefined}
            state={state} columns={columns} place={place} dropped={drag.dropped(place)} drag={drag.begin} move={move} />
        ))}
        <Table.Th aria-hidden />
      </Table.Tr>
    </Table.Thead>
  );
}

/** The same functions in every render, which do what the latest ones do: rows need not be drawn anew for them. */
function useSteady(acts: RowActs): RowActs {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  return useMemo<RowActs>(() => ({
    choose: (row, until) => latest.current.choose(row, until),
    peek: (row) => latest.current.peek(row),
    edit: (place) => latest.current.edit(place),
    stand: (place) => latest.current.stand(place),
  }), []);
}

/** Chooses one row, or with shift all up to the one that was chosen before. */
function usePick(records: Rec[], chosen: ReadonlySet<string>, choose: (ids: ReadonlySet<string>) => void) {
  const last = useRef(0);
  return (row: number, until: boolean) => {
    const next = new Set(chosen);
    const id = records[row]?.id ?? "";
    const wanted = !chosen.has(id);
    const [from, to] = until ? [Math.min(row, last.current), Math.max(row, last.current)] : [row, row];
    for (const each of records.slice(from, to + 1)) {
      if (wanted) next.add(each.id);
      else next.delete(each.id);
    }
    last.current = row;
    choose(next);
  };
}

function More({ more, busy, label }: { more: () => void; busy: boolean; label: string }) {
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  useEffect(() => {
    if (entry?.isIntersecting && !busy) more();
  }, [entry?.isIntersecting, busy, more]);
  return <Center ref={ref} p={6}><Button variant="subtle" size="xs" loading={busy} onClick={more}>{label}</Button></Center>;
}
