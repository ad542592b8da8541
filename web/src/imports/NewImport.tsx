/** The first step: which file, what its rows are, and what they may do to what is there already. */
import { Alert, Button, Collapse, Group, Paper, Progress, SegmentedControl, Select, Stack, Text, Title } from "@mantine/core";
import { FileUp } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { Problem } from "../api/problem";
import { useSchema } from "../api/queries";
import type { ObjectType } from "../api/types";
import { Empty, inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { useLabels } from "../schema/useType";
import { Dropzone } from "./Dropzone";
import { importable, keysOf, unique } from "./objects";
import { Options } from "./Options";
import { useBegin } from "./queries";
import { Steps } from "./Steps";
import { remember } from "./upload";

const MOST = 100 * 1024 * 1024;

export function NewImport() {
  const { t } = useTranslation();
  const types = importable(useSchema().data ?? []);
  if (!types.length) return <Empty icon={<FileUp size={28} />} title={t("imports.not_allowed")}>{t("imports.not_allowed_help")}</Empty>;
  return (
    <Stack p="md" maw={760} gap="md">
      <Title order={1} size="h3">{t("imports.new")}</Title>
      <Steps at={0} />
      <Form types={types} />
    </Stack>
  );
}

function Form({ types }: { types: ObjectType[] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const go = useNavigate();
  const [params] = useSearchParams();
  const begin = useBegin();
  const [file, setFile] = useState<File | null>(null);
  const [object, setObject] = useState(types.find((type) => type.plural === params.get("object"))?.plural ?? types[0]?.plural ?? "");
  const [mode, setMode] = useState("create");
  const [key, setKey] = useState<string | null>(null);
  const [options, setOptions] = useState<Record<string, unknown>>({ create_missing: true });
  const [more, setMore] = useState(false);
  const [sent, setSent] = useState(0);
  const [missing, setMissing] = useState("");
  const form = useRefused(begin.error ?? missing);
  const type = types.find((each) => each.plural === object);
  const errors = begin.error instanceof Problem ? begin.error.fields : {};

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!file) return setMissing(t("imports.no_file"));
    if (file.size > MOST) return setMissing(t("imports.too_large"));
    const refers = type?.fields.some((field) => field.type === "reference" && field.to === "company");
    const kept = Object.fromEntries(Object.entries(options).filter(([name, value]) => value !== undefined && (name !== "create_missing" || refers)));
    begin.mutate({ wanted: { object, mode, ...(mode === "create" ? {} : { key }), file_name: file.name.slice(0, 200), options: kept }, file, progress: setSent }, {
      onSuccess: (made) => {
        remember(made.id, file);
        void go(`/imports/${made.id}`);
      },
    });
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Paper withBorder p="lg">
        <Stack gap="lg">
          <Dropzone file={file} error={missing || undefined} choose={(chosen) => {
            setFile(chosen);
            setMissing("");
          }} />
          <Select label={t("imports.object")} value={object} allowDeselect={false} searchable error={errors.object} onChange={(value) => {
            setObject(value ?? object);
            setKey(null);
          }} data={types.map((each) => ({ value: each.plural, label: labels.many(each) }))} />
          <div>
            <Text size="sm" fw={500} mb={4} id="import-mode">{t("imports.mode")}</Text>
            <SegmentedControl fullWidth value={mode} onChange={setMode} aria-labelledby="import-mode" data={["create", "update", "upsert"].map((value) => ({ value, label: t(`imports.modes.${value}`) }))} />
            <Text size="xs" c="dimmed" mt={6}>{mode === "create" && type && !unique(type) ? t("imports.modes.create_any_help") : t(`imports.modes.${mode}_help`)}</Text>
          </div>
          {mode !== "create" && type && <Select label={t("imports.key")} description={t("imports.key_help")} placeholder={t("imports.key_any")} clearable value={key} onChange={setKey} error={errors.key}
            data={keysOf(type).map((value) => ({ value, label: t(`imports.by.${value}`) }))} />}
          <Button variant="subtle" size="xs" aria-expanded={more} onClick={() => setMore(!more)} style={{ alignSelf: "flex-start" }}>{t(more ? "imports.less" : "imports.more")}</Button>
          <Collapse expanded={more || Object.keys(errors).some((name) => name.startsWith("options"))}>{type && <Options type={type} mode={mode} options={options} change={setOptions} errors={errors} />}</Collapse>
          {begin.error && <Alert color="red" role="alert">{begin.error instanceof Problem && begin.error.code === "upload" ? t("imports.upload_failed") : inWords(begin.error)}</Alert>}
          {begin.isPending && <Progress value={Math.max(4, sent * 100)} animated aria-label={t("imports.uploading")} />}
          <Group justify="flex-end">
            <Button variant="default" component={Link} to="/imports">{t("cancel")}</Button>
            <Button type="submit" loading={begin.isPending}>{t("imports.upload")}</Button>
          </Group>
        </Stack>
      </Paper>
    </form>
  );
}
