/** The fields that matter first; duplicates are told here, with what can be done about them. */
import { Alert, Button, Collapse, Group, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSave } from "../api/queries";
import { Problem } from "../api/problem";
import type { ObjectType } from "../api/types";
import { inWords, Waiting } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { editable, mentions, titleOf, useLabels } from "../schema/useType";
import { Edit } from "../values/Edit";
import { Duplicates } from "./Duplicates";

const MergeInto = lazy(async () => ({ default: (await import("./MergeInto")).MergeInto })); // few ever need it

const FIRST: Record<string, string[]> = {
  contact: ["first_name", "last_name", "emails", "phones", "company_id", "job_title"],
  company: ["name", "domain", "phones", "industry"],
  lead: ["first_name", "last_name", "company", "emails", "phones", "source", "message"],
  task: ["subject", "due_at", "priority", "assignee_id", "related"],
  note: ["body", "related"],
};

type Values = Record<string, unknown>;

export function CreateForm({ type, values: given, keep, close }: { type: ObjectType; values: Values; keep: (values: Values) => void; close: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const go = useNavigate();
  const save = useSave(type.plural);
  const form = useRefused(save.error);
  const [values, setValues] = useState(given);
  const [all, showAll] = useState(false);
  const [target, mergeInto] = useState("");
  const fields = editable(type);
  const first = fields.filter((field) => (FIRST[type.name] ?? []).includes(field.name) || field.required);
  const chosen = first.length ? first : fields.slice(0, 6);
  const rest = fields.filter((field) => !chosen.includes(field));
  const problem = save.error instanceof Problem ? save.error : null;
  const errors = problem?.fields ?? {};

  useEffect(() => {
    if (values !== given) keep(values);
  }, [values, given, keep]);

  function submit(event?: FormEvent, allowDuplicate = false): void {
    event?.preventDefault();
    save.mutate({ values, allowDuplicate }, {
      onSuccess: (record) => {
        notifications.show({ message: t("create.done", { title: titleOf(record) }), color: "green" });
        close();
        void go(`/${type.plural}/${record.id}`);
      },
    });
  }

  const edits = (some: typeof fields, focus: boolean) => some.map((field, place) => (
    <Edit key={field.name} field={field} value={values[field.name] ?? null} error={errors[field.name]} autoFocus={focus && place === 0} mentions={mentions(type, field)}
      change={(value) => setValues((now) => ({ ...now, [field.name]: value }))} />
  ));
  if (target) return <Suspense fallback={<Waiting rows={4} />}><MergeInto type={type} id={target} typed={values} back={() => mergeInto("")} close={close} /></Suspense>;
  const hiddenWrong = rest.some((field) => errors[field.name]);
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack>
        {problem?.code === "duplicate" && <Duplicates type={type} problem={problem} close={close} anyway={() => submit(undefined, true)} merge={mergeInto} />}
        {save.error && problem?.code !== "duplicate" && !Object.keys(errors).length && <Alert color="red" role="alert">{inWords(save.error)}</Alert>}
        {edits(chosen, true)}
        {rest.length > 0 && <Button variant="subtle" size="xs" onClick={() => showAll(!all)} aria-expanded={all}>{t(all ? "create.less" : "create.more")}</Button>}
        <Collapse expanded={all || hiddenWrong}><Stack>{edits(rest, false)}</Stack></Collapse>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>{t("cancel")}</Button>
          <Button type="submit" loading={save.isPending}>{t("create.save", { type: labels.one(type) })}</Button>
        </Group>
      </Stack>
    </form>
  );
}
