/** What is told after a card was moved: where it is now with a way back, or why it could not go there; also aloud. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/problem";
import type { Field } from "../api/types";
import { inWords } from "../parts/States";
import { titleOf, useLabels } from "../schema/useType";
import type { Move } from "./useMoves";

export function useWords() {
  const { t } = useTranslation();
  const labels = useLabels();
  const [said, say] = useState("");
  const of = (move: Move) => ({ title: titleOf(move.record), where: labels.option(move.to) });

  function why(error: unknown): string {
    const wrong = error instanceof Problem ? error.body.errors?.[0] : undefined;
    return wrong ? t(`board.codes.${wrong.code}`, { defaultValue: wrong.message }) : inWords(error);
  }

  function moved(move: Move, undo: () => void): void {
    const message = t("board.moved", of(move));
    say(message);
    const id = notifications.show({ autoClose: 6000, withCloseButton: false, message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" className="isolated">{message}</Text>
        <Button size="compact-xs" variant="light" style={{ flexShrink: 0 }} onClick={() => {
          notifications.hide(id);
          undo();
        }}>{t("undo")}</Button>
      </Group>
    ) });
  }

  function refused(move: Move, error: unknown): void {
    const title = t("board.refused", of(move));
    const message = why(error);
    say(`${title} ${message}`);
    notifications.show({ color: "red", title, message, autoClose: 10_000 });
  }

  const back = (move: Move, column: Field): Move => ({ record: { ...move.record, [column.name]: move.to }, from: move.to, to: move.from });
  return { said, say, moved, refused, back };
}
