/** A view's name, who sees it, and what it shows. */
import { Alert, Button, Fieldset, Group, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useSave } from "../api/queries";
import { Problem } from "../api/problem";
import type { Condition, ObjectType, View } from "../api/types";
import { inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { Inside } from "../values/inside";
import { FilterBuilder } from "./FilterBuilder";

export interface ViewValues { name: string; visibility: string; filter: Condition | null; columns: string[] | null; sort: string | null }

interface Props { type: ObjectType; view: View | undefined; values: ViewValues; close: (id?: string) => void }

export function ViewForm({ type, view, values: given, close }: Props) {
  const { t } = useTranslation();
  const save = useSave("views");
  const form = useRefused(save.error);
  const teams = useMe().data?.teams ?? [];
  const [values, setValues] = useState(given);
  const [team, setTeam] = useState<string | null>(String(view?.team_id ?? teams[0]?.id ?? "") || null);
  const put = (some: Partial<ViewValues>) => setValues((now) => ({ ...now, ...some }));
  const problem = save.error instanceof Problem ? save.error : null;
  const fields = problem?.fields ?? {};
  const body = { ...values, ...(values.visibility === "team" && { team_id: team }) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = view ? { id: view.id, version: view.version, values: body } : { values: { ...body, object: type.plural } };
    save.mutate(wanted, { onSuccess: (record) => close(record.id) });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack>
        {problem && !fields.name && <Alert color="red" role="alert">{inWords(problem)}</Alert>}
        <TextInput label={t("views.name")} required data-autofocus maxLength={100} value={values.name} error={fields.name} onChange={(event) => put({ name: event.currentTarget.value })} />
        <div>
          <Text size="sm" fw={500} mb={4} id="view-visibility">{t("views.who")}</Text>
          <SegmentedControl aria-labelledby="view-visibility" value={values.visibility} onChange={(visibility) => put({ visibility })}
            data={["private", ...(teams.length ? ["team"] : []), "shared"].map((value) => ({ value, label: t(`views.visibility.${value}`) }))} />
        </div>
        {values.visibility === "team" && teams.length > 1 && <Select label={t("views.team")} allowDeselect={false} value={team} onChange={setTeam} data={teams.map((each) => ({ value: each.id, label: each.name }))} />}
        <Fieldset legend={t("filter.title")} p="sm"><Inside value><FilterBuilder type={type} value={given.filter} change={(filter) => put({ filter })} /></Inside></Fieldset>
        <Group justify="flex-end"><Button variant="default" onClick={() => close()}>{t("cancel")}</Button><Button type="submit" loading={save.isPending}>{t("views.save")}</Button></Group>
      </Stack>
    </form>
  );
}
