/** The fields of a record; a click makes one of them an input, Enter keeps it, Escape leaves it. */
import { Button, Paper, Stack, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Field, ObjectType, Profile } from "../api/types";
import { readable } from "../schema/useType";
import { SummaryField } from "./SummaryField";

const ELSEWHERE = new Set([
  "score_reasons", "routing", "status_changes", "merged_from", "refs", "fit_score", "engagement_score", "body", "search_words", "score", "grade",
]);

export function Summary({ type, record }: { type: ObjectType; record: Profile }) {
  const { t } = useTranslation();
  const [all, showAll] = useState(false);
  const fields = ordered(readable(type).filter((field) => !ELSEWHERE.has(field.name) && field.type !== "json"));
  const filled = fields.filter((field) => !empty(record[field.name]) || prominent(field));
  const shown = all ? fields : filled;
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h5" mb="sm">{t("record.details")}</Title>
      <Stack gap={2} component="dl" m={0}>
        {shown.map((field) => <SummaryField key={field.name} type={type} field={field} record={record} />)}
      </Stack>
      {filled.length < fields.length && (
        <Button variant="subtle" size="compact-xs" mt="xs" onClick={() => showAll(!all)} aria-expanded={all}>
          {t(all ? "record.less" : "record.more", { count: fields.length - filled.length })}
        </Button>
      )}
    </Paper>
  );
}

/** What people write first, what is counted and kept for them last. */
function ordered(fields: Field[]): Field[] {
  const late = (field: Field) => (KEPT.has(field.name) ? 2 : field.read_only ? 1 : 0);
  return [...fields].sort((one, other) => late(one) - late(other));
}

const KEPT = new Set(["created_at", "updated_at"]);

function empty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function prominent(field: Field): boolean {
  return field.required || ["emails", "phones", "owner_id", "tags", "status", "company_id"].includes(field.name);
}
