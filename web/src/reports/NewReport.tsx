/** A new report: what is counted, by which groups, over which time. */
import { Alert, Button, Group, Modal, MultiSelect, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import { useMe, useSave, useSchema } from "../api/queries";
import { inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { readable, useLabels } from "../schema/useType";
import { ownZone } from "../values/zone";

const GROUPS = new Set(["choice", "boolean", "user", "reference", "country", "language", "text", "tags", "multi_choice"]);
const BUCKETS = ["day", "week", "month", "quarter", "year"];

export function NewReport({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const types = useSchema().data ?? [];
  const me = useMe().data;
  const save = useSave("reports");
  const form = useRefused(save.error);
  const counted = types.filter((type) => !type.configuration && type.group !== undefined && type.permissions.create !== "none");
  const [values, setValues] = useState({ name: "", object: counted[0]?.plural ?? "", group_by: [] as string[], averages: [] as string[], bucket_field: "", bucket: "week", visibility: "private" });
  const type = types.find((each) => each.plural === values.object);
  const fields = type ? readable(type) : [];
  const named = (some: typeof fields) => some.map((each) => ({ value: each.name, label: labels.field(each) }));
  const errors = save.error instanceof Problem ? save.error.fields : {};
  const set = (some: Partial<typeof values>) => setValues((now) => ({ ...now, ...some }));
  const visibilities = types.find((each) => each.plural === "reports")?.permissions.create === "all" ? ["private", "shared"] : ["private"];

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { bucket, bucket_field, ...rest } = values;
    save.mutate({ values: { ...rest, ...(rest.visibility === "private" && { time_zone: ownZone(me) }), ...(bucket_field ? { bucket, bucket_field } : {}) } }, { onSuccess: close });
  }

  return (
    <Modal opened onClose={close} title={t("reports.new")} closeButtonProps={{ "aria-label": t("close") }}>
      <form ref={form} onSubmit={submit} noValidate>
        <Stack>
          {save.error && !Object.keys(errors).length && <Alert color="red" role="alert">{inWords(save.error)}</Alert>}
          <TextInput label={t("reports.name")} withAsterisk data-autofocus value={values.name} error={errors.name} onChange={(event) => set({ name: event.currentTarget.value })} />
          <Select label={t("reports.object")} allowDeselect={false} searchable value={values.object} error={errors.object} data={counted.map((each) => ({ value: each.plural, label: labels.many(each) }))} onChange={(object) => set({ object: object ?? values.object, group_by: [], averages: [], bucket_field: "" })} />
          <MultiSelect label={t("reports.group_by")} searchable maxValues={3} value={values.group_by} error={errors.group_by} data={named(fields.filter((field) => GROUPS.has(field.type)))} onChange={(group_by) => set({ group_by })} />
          <MultiSelect label={t("reports.averages")} searchable maxValues={3} value={values.averages} error={errors.averages} data={named(fields.filter((field) => field.type === "integer"))} onChange={(averages) => set({ averages })} />
          <Group grow align="flex-start">
            <Select label={t("reports.bucket_field")} clearable searchable value={values.bucket_field || null} error={errors.bucket_field} data={named(fields.filter((field) => field.type === "date" || field.type === "instant"))} onChange={(bucket_field) => set({ bucket_field: bucket_field ?? "" })} />
            <Select label={t("reports.bucket")} disabled={!values.bucket_field} allowDeselect={false} value={values.bucket} error={errors.bucket} data={BUCKETS.map((value) => ({ value, label: t(`reports.buckets.${value}`) }))} onChange={(bucket) => set({ bucket: bucket ?? "week" })} />
          </Group>
          <Select label={t("reports.visibility")} allowDeselect={false} value={values.visibility} error={errors.visibility} data={visibilities.map((value) => ({ value, label: t(`reports.seen.${value}`) }))} onChange={(visibility) => set({ visibility: visibility ?? "private" })} />
          <Group justify="flex-end"><Button variant="default" onClick={close}>{t("cancel")}</Button><Button type="submit" loading={save.isPending}>{t("reports.create")}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
