/** The first rows as they would be imported, each error in its cell. */
import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../api/types";
import { Breaking } from "../parts/Breaking";
import { useLabels } from "../schema/useType";
import { useFormats } from "../values/formats";
import classes from "./imports.module.css";
import { textOf, useTargetLabel } from "./targets";
import { cellsOf, columnsOf } from "./tried";
import type { Preview, TriedRow, Wrong } from "./types";

export function PreviewTable({ type, preview, busy }: { type: ObjectType; preview: Preview; busy: boolean }) {
  const { t } = useTranslation();
  const label = useTargetLabel(type);
  const columns = columnsOf(preview);
  return (
    <section aria-label={t("imports.preview")} aria-busy={busy}>
      <Text component="h2" size="sm" fw={600} m={0} mb={6}>{t("imports.preview")} <Text span c="dimmed" size="xs">{t("imports.preview_help", { count: preview.rows.length })}</Text></Text>
      <div className={classes.frame} data-busy={busy || undefined} tabIndex={0} role="region" aria-label={t("imports.preview")}>
        <Table verticalSpacing={6} fz="sm" highlightOnHover>
          <Table.Thead><Table.Tr><Table.Th>{t("imports.row")}</Table.Th>{columns.map((name) => <Table.Th key={name}>{label(name)}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{preview.rows.map((row) => <Tried key={row.row} row={row} columns={columns} type={type} />)}</Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

function Tried({ row, columns, type }: { row: TriedRow; columns: string[]; type: ObjectType }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const labels = useLabels();
  const { byColumn, others } = cellsOf(row, columns);
  return (
    <Table.Tr>
      <Table.Td data-wrong={others.length ? true : undefined} className={classes.cell}><Text span size="xs" c="dimmed">{formats.number(row.row)}</Text>{row.same_as && <Text size="xs" className={classes.warning}>{t("imports.same_as", { row: formats.number(row.same_as) })}</Text>}{others.map((each, place) => <Told key={place} wrong={each} bad />)}</Table.Td>
      {columns.map((name) => {
        const { errors = [], warnings = [] } = byColumn[name] ?? {};
        const field = type.fields.find((each) => each.name === name);
        const chosen = field?.options?.find((each) => each === row.values[name]);
        const money = field?.type === "money" ? (row.values[name] as { amount?: unknown; currency?: unknown } | null) : null;
        const parsed = typeof money?.amount === "number" && typeof money.currency === "string" ? formats.money({ amount: money.amount, currency: money.currency }) : chosen && labels.option(chosen);
        return (
          <Table.Td key={name} className={classes.cell} data-wrong={errors.length ? true : undefined} data-warned={warnings.length && !errors.length ? true : undefined}>
            <span className={classes.text}><Breaking text={parsed ?? textOf(row.values[name])} /></span>
            {errors.map((each, place) => <Told key={place} wrong={each} bad />)}
            {warnings.map((each, place) => <Told key={place} wrong={each} bad={false} />)}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

function Told({ wrong, bad }: { wrong: Wrong; bad: boolean }) {
  const { t } = useTranslation();
  return <Text size="xs" className={bad ? classes.error : classes.warning}>{bad ? wrong.message : t("imports.left_out", { why: wrong.message })}</Text>;
}
