/** The foot of a list: sums of what can be added up, over the rows that are here. */
import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Field, Rec } from "../api/types";
import { useFormats } from "../values/formats";
import classes from "./lists.module.css";
import { type Sum, sumOf } from "./sumOf";

export function Sums({ records, fields, whole }: { records: Rec[]; fields: Field[]; whole: boolean }) {
  const { t } = useTranslation();
  const sums = fields.map((field) => sumOf(field, records));
  if (sums.every((each) => each === null)) return null;
  return (
    <Table.Tfoot className={classes.foot}>
      <Table.Tr>
        <Table.Td className={classes.tick} />
        <Table.Td className={classes.name}>{t(whole ? "list.sum" : "list.sum_shown", { count: records.length })}</Table.Td>
        {sums.map((sum, place) => <Table.Td key={fields[place]?.name}>{sum && <Shown sum={sum} />}</Table.Td>)}
        <Table.Td />
      </Table.Tr>
    </Table.Tfoot>
  );
}

function Shown({ sum }: { sum: Sum }) {
  const formats = useFormats();
  if (typeof sum === "number") return <>{formats.number(sum)}</>;
  return <>{Object.entries(sum).map(([currency, amount]) => formats.money({ amount, currency })).join(" + ")}</>;
}
