/** Each column of the file with some of what stands in it, and the field that it becomes. */
import { Badge, Select, Table, Text } from "@mantine/core";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../api/types";
import classes from "./imports.module.css";
import type { Samples } from "./samples";
import { textOf, useTargets } from "./targets";
import type { Mapping, Preview } from "./types";

interface Props { type: ObjectType; preview: Preview; mapping: Mapping; map: (mapping: Mapping) => void; samples: Samples }

export function MappingTable({ type, preview, mapping, map, samples }: Props) {
  const { t } = useTranslation();
  const targets = useTargets(type, preview.fields);
  const used = Object.keys(mapping).length;
  const change = (column: string, path: string | null) => {
    const rest = Object.fromEntries(Object.entries(mapping).filter(([name]) => name !== column));
    map(path ? { ...rest, [column]: path } : rest);
  };
  return (
    <section aria-label={t("imports.mapping")}>
      <Text component="h2" size="sm" fw={600} m={0} mb={6}>{t("imports.mapping")} <Text span c="dimmed" size="xs">{t("imports.used", { used, all: preview.columns.length })}</Text></Text>
      <div className={`${classes.frame} ${classes.short}`}>
        <Table verticalSpacing={5} fz="sm" className={classes.mapping}>
          <Table.Thead><Table.Tr><Table.Th>{t("imports.column")}</Table.Th><Table.Th>{t("imports.samples")}</Table.Th><Table.Th>{t("imports.becomes")}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {preview.columns.map((column) => (
              <Table.Tr key={column} data-unused={mapping[column] ? undefined : true}>
                <Table.Td><Text size="sm" fw={550} className="isolated">{column}</Text></Table.Td>
                <Table.Td><Seen some={samples[column] ?? mapped(preview, mapping[column])} /></Table.Td>
                <Table.Td><Select size="xs" searchable clearable maw={320} aria-label={t("imports.becomes_of", { column })} placeholder={t("imports.leave_out")} leftSection={<ArrowRight size={13} aria-hidden />}
                  value={mapping[column] ?? null} data={targets} onChange={(path) => change(column, path)} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

/** Where the file itself is not at hand, what the preview made of it. */
function mapped(preview: Preview, path: string | undefined): string[] {
  const name = path?.split(".")[0] ?? "";
  return preview.rows.map((row) => textOf(row.values[name])).filter(Boolean).slice(0, 3);
}

function Seen({ some }: { some: string[] }) {
  const { t } = useTranslation();
  if (!some.length) return <Text size="xs" c="dimmed">{t("imports.no_sample")}</Text>;
  return <div className={classes.samples}>{some.map((each, place) => <Badge key={place} variant="default" tt="none" fw={400} radius="sm" className={classes.sample}>{each.slice(0, 60)}</Badge>)}</div>;
}
