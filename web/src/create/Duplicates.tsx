/** Somebody like this is known already: open that record, or make another one knowingly. */
import { Alert, Anchor, Button, Group, List, Text } from "@mantine/core";
import { CopyCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Problem } from "../api/problem";
import type { ObjectType } from "../api/types";

interface Props {
  type: ObjectType;
  problem: Problem;
  close: () => void;
  anyway: () => void;
}

export function Duplicates({ type, problem, close, anyway }: Props) {
  const { t } = useTranslation();
  const candidates = problem.body.candidates ?? [];
  return (
    <Alert color="yellow" icon={<CopyCheck size={18} />} title={t("duplicates.title")} role="alert">
      <List size="sm" spacing={4} mb="sm">
        {candidates.map((each, place) => (
          <List.Item key={each.id ?? place}>
            {each.id ? <Anchor component={Link} to={`/${type.plural}/${each.id}`} onClick={close}>{each.title}</Anchor> : t("duplicates.hidden")}
            <Text span c="dimmed" size="xs"> {each.matched.join(", ")}</Text>
          </List.Item>
        ))}
      </List>
      <Group gap="xs"><Button size="xs" variant="light" color="yellow" onClick={anyway}>{t("duplicates.anyway")}</Button></Group>
    </Alert>
  );
}
