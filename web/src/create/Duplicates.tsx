/** Somebody like this is known already: open that record, put what was typed into it, or make another one knowingly. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { CopyCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Problem } from "../api/problem";
import type { ObjectType } from "../api/types";
import { useLabels, words } from "../schema/useType";

interface Props {
  type: ObjectType;
  problem: Problem;
  close: () => void;
  anyway: () => void;
  merge: (id: string) => void;
}

export function Duplicates({ type, problem, close, anyway, merge }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const named = (name: string) => {
    const field = type.fields.find((each) => each.name === name || each.name === `${name}s`);
    return field ? labels.field(field) : words(name);
  };
  return (
    <Alert color="yellow" icon={<CopyCheck size={18} />} title={t("duplicates.title")} role="alert">
      <Stack gap="xs">
        {(problem.body.candidates ?? []).map((each, place) => (
          <Group key={each.id ?? place} justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" fw={600} className="isolated">{each.title ?? t("duplicates.hidden")}</Text>
              <Text c="dimmed" size="xs">{each.matched.map(named).join(", ")}</Text>
            </div>
            {each.id && (
              <Group gap={6} wrap="nowrap">
                <Button component={Link} size="compact-xs" variant="default" to={`/${type.plural}/${each.id}`} onClick={close} aria-label={t("duplicates.open", { title: each.title })}>{t("list.open")}</Button>
                {type.permissions.update !== "none" && <Button size="compact-xs" variant="default" onClick={() => merge(each.id ?? "")} aria-label={t("duplicates.merge_with", { title: each.title })}>{t("duplicates.merge")}</Button>}
              </Group>
            )}
          </Group>
        ))}
        <Group gap="xs"><Button size="compact-sm" variant="default" onClick={anyway}>{t("duplicates.anyway")}</Button></Group>
      </Stack>
    </Alert>
  );
}
