/** A column's head: sorts by a click, moves by dragging or by its menu, and is as wide as one likes. */
import { ActionIcon, Menu, Table, UnstyledButton } from "@mantine/core";
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ChevronDown, EyeOff, MoveHorizontal } from "lucide-react";
import { type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Columns } from "./columns";
import classes from "./lists.module.css";
import type { ListState } from "./state";

interface Props {
  name: string;
  label: string;
  sort: string | undefined;
  state: ListState;
  columns: Columns;
  place?: number; // where it stands among the columns that can be moved
  dropped?: "before" | "after" | undefined;
  drag?: (event: PointerEvent, place: number) => void;
  move?: (from: number, to: number) => void;
}

export function Head(props: Props) {
  const { name, label, sort, state, place, drag } = props;
  const up = sort !== undefined && state.sort === sort;
  const down = sort !== undefined && state.sort === `-${sort}`;
  const turn = () => state.set({ sort: down ? (sort ?? null) : up && sort !== state.usual ? null : `-${sort}` });
  return (
    <Table.Th aria-sort={up ? "ascending" : down ? "descending" : undefined} data-place={place} data-dropped={props.dropped} className={classes.head}>
      <div className={classes.headline} onPointerDown={place === undefined ? undefined : (event) => drag?.(event, place)}>
        {sort ? (
          <UnstyledButton className={classes.sort} onClick={turn}>
            <span className={classes.label}>{label}</span>{up && <ArrowUp size={13} aria-hidden />}{down && <ArrowDown size={13} aria-hidden />}
          </UnstyledButton>
        ) : <span className={classes.label}>{label}</span>}
        <HeadMenu {...props} />
      </div>
      <Edge name={name} columns={props.columns} />
    </Table.Th>
  );
}

function HeadMenu({ name, label, sort, state, columns, place, move }: Props) {
  const { t } = useTranslation();
  const last = columns.shown.length - 1;
  const width = columns.width(name);
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target><ActionIcon size={18} variant="transparent" color="gray" className={classes.more} aria-label={t("columns.menu", { field: label })}><ChevronDown size={13} /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        {sort && <Menu.Item leftSection={<ArrowUp size={14} />} onClick={() => state.set({ sort })}>{t("columns.ascending")}</Menu.Item>}
        {sort && <Menu.Item leftSection={<ArrowDown size={14} />} onClick={() => state.set({ sort: `-${sort}` })}>{t("columns.descending")}</Menu.Item>}
        {place !== undefined && <>
          <Menu.Item leftSection={<ArrowLeft size={14} />} disabled={place === 0} onClick={() => move?.(place, place - 1)}>{t("columns.left")}</Menu.Item>
          <Menu.Item leftSection={<ArrowRight size={14} />} disabled={place === last} onClick={() => move?.(place, place + 1)}>{t("columns.right")}</Menu.Item>
        </>}
        <Menu.Item leftSection={<MoveHorizontal size={14} />} closeMenuOnClick={false} onClick={() => columns.resize(name, width + 40)}>{t("columns.wider")}</Menu.Item>
        <Menu.Item leftSection={<MoveHorizontal size={14} />} closeMenuOnClick={false} onClick={() => columns.resize(name, width - 40)}>{t("columns.narrower")}</Menu.Item>
        {place !== undefined && <Menu.Item leftSection={<EyeOff size={14} />} onClick={() => columns.set(columns.shown.flatMap((each) => (each.name === name ? [] : each.name)))}>{t("columns.hide")}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The right edge, drawn to change the width; the menu does the same by keyboard. */
function Edge({ name, columns }: { name: string; columns: Columns }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const begin = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width: columns.width(name) };
  };
  const drawn = (event: PointerEvent) => {
    if (from.current) columns.resize(name, from.current.width + event.clientX - from.current.x);
  };
  const end = () => (from.current = null);
  return <span className={classes.edge} aria-hidden onPointerDown={begin} onPointerMove={drawn} onPointerUp={end} onPointerCancel={end} />;
}
