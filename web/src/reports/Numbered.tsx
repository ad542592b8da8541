/** A picture's numbers as a table, for who would rather read. */
import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../values/formats";
import classes from "./reports.module.css";
import type { Bar } from "./types";

interface Props { title: string; bars: Bar[]; keys: (string | null)[]; name: (bar: Bar) => string; keyName: (key: string | null) => string; to: (bar: Bar) => string; show: (count: number) => string; head: string }

export function Numbered({ title, bars, keys, name, keyName, to, show, head }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const cut = keys.length > 1 || keys[0] !== null;
  return (
    <div className={classes.table} tabIndex={0} role="region" aria-label={title}>
      <Table fz="xs" verticalSpacing={4}>
        <Table.Thead><Table.Tr><Table.Th>{t("reports.group")}</Table.Th>{cut && keys.map((key) => <Table.Th key={key} ta="right">{keyName(key)}</Table.Th>)}<Table.Th ta="right">{head}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {bars.filter((bar) => bar.count > 0).map((bar) => (
            <Table.Tr key={bar.key}>
              <Table.Td><Link className="record isolated" to={to(bar)}>{name(bar)}</Link></Table.Td>
              {cut && keys.map((key) => <Table.Td key={key} ta="right">{formats.number(bar.parts.find((part) => part.key === key)?.count ?? 0)}</Table.Td>)}
              <Table.Td ta="right" fw={600}>{show(bar.count)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
