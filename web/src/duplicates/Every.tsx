/** A value whole: where a list would show its first entry, all of them. */
import { Stack, Text } from "@mantine/core";
import type { Field, Rec } from "../api/types";
import { Breaking } from "../parts/Breaking";
import { Show } from "../values/Show";

export function Every({ field, value, record }: { field: Field; value: unknown; record: Rec }) {
  const listed = Array.isArray(value) ? value.flatMap((each: unknown) => (typeof each === "object" && each && "value" in each ? [String(each.value)] : [])) : [];
  if (!listed.length) return <Show field={field} value={value} record={record} />;
  return <Stack gap={0}>{listed.map((each) => <Text key={each} size="sm" className="isolated"><Breaking text={each} /></Text>)}</Stack>;
}
