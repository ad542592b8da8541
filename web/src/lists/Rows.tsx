/** The table itself: sortable heads, rows to choose, more rows as one scrolls. */
import { Button, Center, Checkbox, Table, UnstyledButton } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { ArrowDown, ArrowUp, PanelRightOpen } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Field, ObjectType, Rec } from "../api/types";
import { titleOf, useLabels } from "../schema/useType";
import { Show } from "../values/Show";
import classes from "./lists.module.css";
import type { ListState } from "./state";

interface Props {
  type: ObjectType;
  records: Rec[];
  columns: Field[];
  state: ListState;
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
  peek: (id: string) => void;
  more: (() => void) | null;
  busy: boolean;
}

export function Rows(props: Props) {
  const { t } = useTranslation();
  const { type, records, columns, state, chosen, choose } = props;
  const all = records.length > 0 && records.every((each) => chosen.has(each.id));
  const nameSort = ["last_name", "name"].find((each) => type.sort_keys.includes(each));
  return (
    <>
      <Table.ScrollContainer minWidth={520} className={classes.frame} type="native">
        <Table highlightOnHover stickyHeader verticalSpacing={7} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={36}><Checkbox size="xs" aria-label={t("list.choose_all")} checked={all} indeterminate={!all && chosen.size > 0}
                onChange={() => choose(all ? new Set() : new Set(records.map((each) => each.id)))} /></Table.Th>
              <Head label={t("list.name")} sort={nameSort} state={state} />
              {columns.map((field) => <Column key={field.name} field={field} type={type} state={state} />)}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{records.map((record) => <Row key={record.id} record={record} {...props} />)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {props.more && <More more={props.more} busy={props.busy} />}
    </>
  );
}

function Column({ field, type, state }: { field: Field; type: ObjectType; state: ListState }) {
  return <Head label={useLabels().field(field)} sort={type.sort_keys.includes(field.name) ? field.name : undefined} state={state} />;
}

function Head({ label, sort, state }: { label: string; sort: string | undefined; state: ListState }) {
  const up = state.sort === sort;
  const down = state.sort === `-${sort}`;
  if (!sort) return <Table.Th>{label}</Table.Th>;
  return (
    <Table.Th aria-sort={up ? "ascending" : down ? "descending" : "none"}>
      <UnstyledButton className={classes.sort} onClick={() => state.set({ sort: down ? sort : `-${sort}` })}>
        {label}{up && <ArrowUp size={13} aria-hidden />}{down && <ArrowDown size={13} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}

function Row({ type, record, columns, chosen, choose, peek }: Props & { record: Rec }) {
  const { t } = useTranslation();
  const title = titleOf(record);
  const toggle = () => {
    const next = new Set(chosen);
    if (!next.delete(record.id)) next.add(record.id);
    choose(next);
  };
  return (
    <Table.Tr data-chosen={chosen.has(record.id) || undefined}>
      <Table.Td><Checkbox size="xs" aria-label={t("list.choose", { title })} checked={chosen.has(record.id)} onChange={toggle} /></Table.Td>
      <Table.Td className={classes.name}>
        <Link className="record isolated" to={`/${type.plural}/${record.id}`}>{title}</Link>
        <UnstyledButton className={classes.peek} onClick={() => peek(record.id)} aria-label={t("list.peek", { title })}><PanelRightOpen size={14} /></UnstyledButton>
      </Table.Td>
      {columns.map((field) => <Table.Td key={field.name} className="clamped"><Show field={field} value={record[field.name]} record={record} /></Table.Td>)}
    </Table.Tr>
  );
}

function More({ more, busy }: { more: () => void; busy: boolean }) {
  const { t } = useTranslation();
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  useEffect(() => {
    if (entry?.isIntersecting && !busy) more();
  }, [entry?.isIntersecting, busy, more]);
  return <Center ref={ref}><Button variant="subtle" size="xs" loading={busy} onClick={more}>{t("list.more")}</Button></Center>;
}
