/** A note in the timeline: its text as Markdown, all of it on demand; pinned, changed and deleted where that is allowed. */
import { Anchor, Button, Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useRecord, useSave } from "../api/queries";
import type { Entry } from "../api/types";
import { Markdown } from "../parts/Markdown";
import { inWords } from "../parts/States";
import { useType } from "../schema/useType";
import { seen } from "../parts/mention";
import { Mentions, useMentions } from "./Mentions";

const CUT = 600; // where the timeline cuts a long text

export function NoteEntry({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const type = useType("notes");
  const [open, setOpen] = useState<"" | "all" | "edit">("");
  const whole = useRecord("notes", open ? entry.record.id : "", "");
  const body = typeof whole.data?.body === "string" ? whole.data.body : entry.summary;
  if (open === "edit" && whole.data) return <Rewrite id={entry.record.id} version={whole.data.version} body={body} close={() => setOpen("all")} />;
  return (
    <>
      <Markdown text={open ? body : entry.summary} />
      <Group gap="sm">
        {entry.summary.length >= CUT && !open && <Anchor component="button" size="xs" onClick={() => setOpen("all")}>{t("note.whole")}</Anchor>}
        {type && type.permissions.update !== "none" && <Anchor component="button" size="xs" c="dimmed" onClick={() => setOpen("edit")}>{t("edit")}</Anchor>}
        <Anchor component={Link} size="xs" c="dimmed" to={`/notes/${entry.record.id}`}>{t("list.open")}</Anchor>
      </Group>
    </>
  );
}

function Rewrite({ id, version, body, close }: { id: string; version: number; body: string; close: () => void }) {
  const { t } = useTranslation();
  const save = useSave("notes");
  const [text, setText] = useState(body);
  const { box, typed, keys, aria, close: leave, ...list } = useMentions(text, setText);
  const keep = () => save.mutate({ id, version, values: { body: text } }, { onSuccess: close });
  return (
    <Stack gap={6}>
      <Mentions {...list}>
        <Textarea ref={box} aria-label={t("note.label")} autosize minRows={3} maxRows={20} autoFocus value={seen(text)} error={save.error ? inWords(save.error) : undefined}
          onChange={(event) => typed(event.currentTarget)} onKeyDown={keys} onBlur={leave} {...aria} />
      </Mentions>
      <Group gap="xs"><Button size="compact-sm" onClick={keep} loading={save.isPending}>{t("save")}</Button><Button size="compact-sm" variant="default" onClick={close}>{t("cancel")}</Button></Group>
    </Stack>
  );
}
