/** Records by their type: how many, and what they are called. */
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLabels, useTypes, words } from "../schema/useType";
import { useFormats } from "../values/formats";
import { grouped, sorted } from "./counting";
import type { Counts, Line } from "./types";

const FEW = 5;

/** What records of a type are called, one or many. */
function useNames(): (type: string, count: number) => string {
  const types = useTypes();
  const labels = useLabels();
  return (name, count) => {
    const type = types(name);
    return type ? (count === 1 ? labels.one(type) : labels.many(type)) : words(name);
  };
}

export function Lines({ title, lines }: { title: string; lines: Line[] }) {
  return (
    <div>
      <Title order={3} size="sm" mb={6}>{title}</Title>
      <Stack gap={8}>{grouped(lines).map(([type, those]) => <Type key={type} type={type} lines={those} />)}</Stack>
    </div>
  );
}

function Type({ type, lines }: { type: string; lines: Line[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = useNames();
  const [all, show] = useState(false);
  return (
    <div>
      <Text size="sm" fw={550}>{formats.number(lines.length)} {named(type, lines.length)}</Text>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        {(all ? lines : lines.slice(0, FEW)).map((each) => <Text key={each.id} component="li" size="sm" style={{ overflowWrap: "anywhere" }}><Name line={each} /></Text>)}
      </ul>
      {lines.length > FEW && !all && <Button variant="subtle" size="compact-sm" onClick={() => show(true)}>{t("personal.others", { count: lines.length - FEW })}</Button>}
    </div>
  );
}

function Name({ line }: { line: Line }) {
  const { t } = useTranslation();
  const type = useTypes()(line.type);
  if (line.title === null) return <>{t("hidden_record")}</>;
  const title = type && !type.configuration && !line.merged_into && !line.deleted_at
    ? <Link to={`/${type.plural}/${line.id}`} className="record isolated">{line.title}</Link> : <span className="isolated">{line.title}</span>;
  return <>{title}{line.merged_into ? ` (${t("personal.merged")})` : line.deleted_at ? ` (${t("personal.deleted")})` : ""}</>;
}

/** How many records of each type; nothing where there are none. */
export function Tally({ title, counts }: { title: string; counts: Counts }) {
  const formats = useFormats();
  const named = useNames();
  const rows = sorted(counts);
  if (!rows.length) return null;
  return (
    <div>
      <Title order={3} size="sm" mb={4}>{title}</Title>
      <Group component="ul" gap="xs" m={0} p={0} style={{ listStyle: "none" }}>
        {rows.map(([type, count]) => <Text key={type} component="li" size="sm">{formats.number(count)} {named(type, count)}</Text>)}
      </Group>
    </div>
  );
}
