/** The records that belong to this one, with the part each plays; links are made and taken away here. */
import { ActionIcon, Alert, Autocomplete, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { Link2, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ask } from "../api/http";
import { path } from "../api/path";
import type { Field, Link as Linked, ObjectType, Profile } from "../api/types";
import { TypeIcon } from "../app/icons";
import { Empty, inWords } from "../parts/States";
import { useRefused } from "../parts/useRefused";
import { useMay } from "../schema/useMay";
import { useLabels, useTypes, words } from "../schema/useType";
import { useSharedList } from "../values/input";
import { PickRecord } from "../values/PickRecord";

/** Links that a field of one of the two records makes: changed there, not here. */
function byField(label: string, types: ObjectType[]): boolean {
  return label === "related" || types.some((type) => type.fields.some((field) => field.type.startsWith("reference") && [field.name, field.name.replace(/_ids?$/, "")].includes(label)));
}

export function Related({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const typeOf = useTypes();
  const may = useMay(type);
  const links = record.links?.data ?? [];
  return (
    <Stack gap="md">
      {may("update", record) && <NewLink type={type} record={record} />}
      {!links.length && <Empty icon={<Link2 size={28} />} title={t("related.empty")}>{t("related.empty_help")}</Empty>}
      {[...Map.groupBy(links, (link) => link.type)].map(([name, some]) => {
        const other = typeOf(name);
        return (
          <section key={name}>
            <Text component="h3" size="xs" fw={600} c="dimmed" m={0} mb={4}>{other ? labels.many(other) : words(name)}</Text>
            <Paper withBorder>{some.map((link) => <One key={link.id} type={type} other={other} record={record} link={link} />)}</Paper>
          </section>
        );
      })}
    </Stack>
  );
}

function One({ type, other, record, link }: { type: ObjectType; other: ObjectType | undefined; record: Profile; link: Linked }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = async (label: string) => {
    try {
      await ask("DELETE", path`v1/${type.plural}/${record.id}/links/${link.id}`, { query: { label } })
        .catch((error: unknown) => (other ? ask("DELETE", path`v1/${other.plural}/${link.id}/links/${record.id}`, { query: { label } }) : Promise.reject(error)));
    } catch (error) {
      notifications.show({ message: inWords(error), color: "red" });
    }
    await queries.invalidateQueries({ queryKey: [type.plural] });
  };
  const name = (label: string) => t(`labels.${label}`, { defaultValue: words(label) });
  return (
    <Group px="md" py={8} justify="space-between" wrap="nowrap">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <TypeIcon type={link.type} />
        {other ? <Link className="record isolated" to={`/${other.plural}/${link.id}`}>{link.title}</Link> : link.title}
      </Group>
      <Group gap={4}>
        {link.labels.map((label) => byField(label, other ? [type, other] : [type]) || type.permissions.update === "none"
          ? <Badge key={label} variant="default" tt="none" fw={450}>{name(label)}</Badge>
          : <Badge key={label} variant="default" tt="none" fw={450} pr={3} rightSection={(
            <ActionIcon size={16} variant="transparent" color="gray" aria-label={t("related.remove", { title: link.title, role: name(label) })} onClick={() => void remove(label)}><X size={11} /></ActionIcon>)}>{name(label)}</Badge>)}
      </Group>
    </Group>
  );
}

const ANY: Field = { name: "link", type: "reference", label: "", required: false, read_only: false, options: [], to: null, searchable: false, sortable: false, operators: [], help: "", schema: {} };

function NewLink({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [other, setOther] = useState<string | null>(null);
  const [role, setRole] = useState("");
  const [refused, refuse] = useState<unknown>(null);
  const form = useRefused(refused);
  const shared = useSharedList({ field: ANY, value: null, change: (value) => setOther(value as string | null) });
  const suggested = (t("related.roles", { returnObjects: true }) as unknown as string[]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!other) return;
    refuse(null);
    try {
      await ask("PUT", path`v1/${type.plural}/${record.id}/links/${other}`, { query: { label: role.trim() || t("related.plain") } });
      setOther(null);
      setRole("");
    } catch (error) {
      refuse(error);
    }
    await queries.invalidateQueries({ queryKey: [type.plural] });
  };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)}>
      <Group gap="xs" align="flex-end">
        <div style={{ flex: "1 1 14rem" }}><PickRecord field={ANY} value={other} change={(value) => setOther(value as string | null)} shared={{ ...shared, size: "xs", label: t("related.add"), "aria-label": undefined }} /></div>
        <Autocomplete size="xs" flex="1 1 10rem" label={t("related.role")} value={role} onChange={setRole} maxLength={60} data={suggested} />
        <Button size="xs" type="submit" disabled={!other} leftSection={<Link2 size={14} />}>{t("related.link")}</Button>
      </Group>
      {refused !== null && <Alert color="red" mt="xs" p="xs" role="alert">{inWords(refused)}</Alert>}
    </form>
  );
}
