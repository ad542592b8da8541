/** One record on a board: its name, what one sorts by eye, whose it is and what is due. */
import { Avatar, Badge, Group, Text } from "@mantine/core";
import { Clock } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import { useMe } from "../api/queries";
import type { Field, ObjectType, Rec } from "../api/types";
import { useNow } from "../parts/useNow";
import { titleOf } from "../schema/useType";
import { Relative } from "../values/Relative";
import { Show } from "../values/Show";
import { useFormats } from "../values/formats";
import { dueOf, ownerField } from "./board";
import classes from "./boards.module.css";

const LINES = ["company", "company_id", "subject", "job_title"];
const MARKS = ["grade", "priority"];
const GRADES: Record<string, string> = { A: "green", B: "teal", C: "yellow", D: "gray" };

interface Props {
  type: ObjectType;
  record: Rec;
  movable: boolean;
  held: boolean;
  gone: boolean;
  focused: boolean;
  grab: (event: PointerEvent<HTMLElement>) => void;
  keys: (event: KeyboardEvent<HTMLElement>) => void;
  letGo: () => void;
  peek: () => void;
}

export function Card(props: Props) {
  const { type, record, movable, held, focused } = props;
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (focused) link.current?.focus();
  }, [focused]);
  const open = (event: React.MouseEvent) => {
    if (!(event.target as Element).closest("a")) props.peek();
  };
  return (
    <li className={classes.card} data-movable={movable || undefined} data-held={held || undefined} data-gone={props.gone || undefined} onPointerDown={movable ? props.grab : undefined} onClick={open}>
      <Face type={type} record={record} title={
        <Link ref={link} className="record isolated" to={`/${type.plural}/${record.id}`} draggable={false} data-card={record.id} aria-describedby={movable ? "board-keys" : undefined}
          onKeyDown={props.keys} onBlur={held ? props.letGo : undefined}>{titleOf(record)}</Link>} />
    </li>
  );
}

/** What a card looks like; also that of the copy that follows the pointer. */
export function Face({ type, record, title }: { type: ObjectType; record: Rec; title: ReactNode }) {
  const field = (name: string) => type.fields.find((each) => each.name === name && record[name] && record[name] !== titleOf(record));
  const line = LINES.map(field).find(Boolean);
  const marks = [...MARKS.map(field), ...type.fields.filter((each) => each.type === "money" && record[each.name])].flatMap((each) => each ?? []);
  return (
    <>
      <div className={classes.title}>{title}</div>
      {line && <Text size="xs" c="dimmed" className={classes.line} component="div"><Show field={line} value={record[line.name]} record={record} /></Text>}
      <Group gap={6} mt={6} wrap="nowrap" justify="space-between" mih={20}>
        <Group gap={6} wrap="nowrap">{marks.map((each) => <Mark key={each.name} field={each} record={record} />)}<Due at={dueOf(type, record)} /></Group>
        <Owner id={record[ownerField(type)]} />
      </Group>
    </>
  );
}

function Mark({ field, record }: { field: Field; record: Rec }) {
  const value = record[field.name];
  if (value === "normal") return null;
  if (field.name === "grade") return <Badge size="sm" variant="light" radius="sm" color={GRADES[String(value)] ?? "gray"} title={String(record.score ?? "")}>{String(value)}</Badge>;
  return <Text size="xs" component="span"><Show field={field} value={value} record={record} /></Text>;
}

function Due({ at }: { at: string | null }) {
  const formats = useFormats();
  const now = useNow();
  if (!at) return null;
  const late = new Date(at).getTime() < now;
  return <Text size="xs" c={late ? "var(--mantine-color-error)" : "dimmed"} fw={late ? 600 : 400} className={classes.due}><Clock size={12} aria-hidden />{at.length === 10 ? <time dateTime={at}>{formats.date(at)}</time> : <Relative at={at} />}</Text>;
}

function Owner({ id }: { id: unknown }) {
  const found = useMe().data?.colleagues.find((each) => each.id === id);
  return found ? <Avatar name={found.name} color="initials" size={22} alt={found.name} title={found.name} /> : null;
}
