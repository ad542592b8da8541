/** Field by field: which of two values is kept. Lists are united and need no choice. */
import { Badge, Radio, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Field } from "../api/types";
import { useLabels } from "../schema/useType";
import { Show } from "../values/Show";
import { type Side, type Values, united } from "./choosing";

interface Props { fields: Field[]; left: Values; right: Values; names: Record<Side, string>; chosen: Record<string, Side>; choose: (chosen: Record<string, Side>) => void }

export function ChooseFields({ fields, left, right, names, chosen, choose }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  if (!fields.length) return <Text size="sm" c="dimmed">{t("merge.same")}</Text>;
  const option = (field: Field, side: Side) => (
    <Radio size="xs" name={field.name} checked={chosen[field.name] === side} onChange={() => choose({ ...chosen, [field.name]: side })}
      aria-label={t("merge.take", { field: labels.field(field), from: names[side] })} label={<Show field={field} value={(side === "left" ? left : right)[field.name]} whole />} />
  );
  return (
    <Table.ScrollContainer minWidth={300} type="native">
      <Table fz="sm" verticalSpacing={6} horizontalSpacing={6} layout="fixed" className="isolated">
        <Table.Thead><Table.Tr><Table.Th w="26%">{t("filter.field")}</Table.Th><Table.Th>{names.left}</Table.Th><Table.Th>{names.right}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field.name}>
              <Table.Td>{labels.field(field)}</Table.Td>
              {united(field) ? <>
                <Table.Td><Show field={field} value={left[field.name]} whole /></Table.Td>
                <Table.Td><Show field={field} value={right[field.name]} whole /> <Badge variant="default" size="xs" tt="none">{t("merge.both")}</Badge></Table.Td>
              </> : <><Table.Td>{option(field, "left")}</Table.Td><Table.Td>{option(field, "right")}</Table.Td></>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
