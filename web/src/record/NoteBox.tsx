/** Write a note on this record, in Markdown and with @mentions. What is typed is kept on this device until it is saved. */
import { ActionIcon, Button, Group, SegmentedControl, Text, Textarea } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { Bold, Italic, Link2, List } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, useMe, useSave } from "../api/queries";
import type { Profile } from "../api/types";
import { Markdown } from "../parts/Markdown";
import { inWords } from "../parts/States";
import { useType } from "../schema/useType";
import { seen } from "../parts/mention";
import { draftKey } from "./drafts";
import { Mentions, useMentions } from "./Mentions";
import classes from "./record.module.css";
import { type Marked, around, listed } from "./marking";
import { placeIn } from "./writing";

export function NoteBox({ record }: { record: Profile }) {
  const { t } = useTranslation();
  const notes = useType("notes");
  const save = useSave("notes");
  const me = useMe().data?.id ?? "";
  const [body, setBody, forget] = useLocalStorage({ key: draftKey(me, record.id), defaultValue: "", getInitialValueInEffect: false });
  const [shown, show] = useState("write");
  const { box, combobox, people, open, choose, typed, keys: mentioning, aria, close } = useMentions(body, setBody);
  if (!notes || notes.permissions.create === "none" || record.type === "note") return null;

  function keep(): void {
    if (!body.trim()) return;
    save.mutate({ values: { body, related: [record.id] } }, {
      onSuccess: () => {
        forget();
        show("write");
        setTimeout(() => void client.invalidateQueries(), 800); // the timeline follows a write within a moment
      },
    });
  }

  const mark = (change: (text: string, from: number, to: number) => Marked): void => {
    const area = box.current;
    if (!area) return;
    const next = change(body, placeIn(body, area.selectionStart, "before"), placeIn(body, area.selectionEnd, "after"));
    setBody(next.text);
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(seen(next.text.slice(0, next.from)).length, seen(next.text.slice(0, next.to)).length);
    });
  };
  const keys = (event: KeyboardEvent) => {
    const command = event.metaKey || event.ctrlKey;
    if (mentioning(event)) return;
    if (event.key === "Enter" && command) keep();
    const sign = { b: "**", i: "_" }[event.key];
    if (!command || !sign) return;
    event.preventDefault();
    mark(around(sign));
  };
  return (
    <div className={classes.note}>
      {shown === "write" ? (
        <Mentions combobox={combobox} people={people} open={open} choose={choose}>
          <Textarea ref={box} variant="unstyled" px="sm" aria-label={t("note.label")} placeholder={t("note.placeholder")} autosize minRows={2} maxRows={14} maxLength={100_000} value={seen(body)}
            onChange={(event) => typed(event.currentTarget)} onKeyDown={keys} onBlur={close} error={save.error ? inWords(save.error) : undefined} {...aria} />
        </Mentions>
      ) : <div className={classes.preview}><Markdown text={body} /></div>}
      {body && (
        <Group justify="space-between" p={6} gap="xs">
          <Group gap={2}>
            <SegmentedControl size="xs" value={shown} onChange={show} aria-label={t("note.mode")} data={["write", "preview"].map((value) => ({ value, label: t(`note.${value}`) }))} />
            {shown === "write" && <>
              <Tool label={t("note.bold")} click={() => mark(around("**"))}><Bold size={14} /></Tool>
              <Tool label={t("note.italic")} click={() => mark(around("_"))}><Italic size={14} /></Tool>
              <Tool label={t("note.list")} click={() => mark(listed)}><List size={14} /></Tool>
              <Tool label={t("note.link")} click={() => mark(around("[", "](https://)"))}><Link2 size={14} /></Tool>
            </>}
          </Group>
          <Group gap="sm"><Text size="xs" c="dimmed" visibleFrom="sm">{t("note.keys")}</Text><Button size="xs" onClick={keep} loading={save.isPending}>{t("note.save")}</Button></Group>
        </Group>
      )}
    </div>
  );
}

function Tool({ label, click, children }: { label: string; click: () => void; children: React.ReactNode }) {
  return <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={click}>{children}</ActionIcon>;
}
