/** Merging a pair, keeping it apart or looking again; each can be taken back at once. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../api/http";
import { path } from "../api/path";
import { Problem } from "../api/problem";
import type { ObjectType } from "../api/types";
import { inWords } from "../parts/States";
import type { Pair } from "./types";

const TRIES = 15;

/** A merge that still moves notes and links cannot be taken back yet; it is in a moment. */
async function patient(work: () => Promise<unknown>, left = TRIES): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (!left || !(error instanceof Problem) || error.status !== 409) throw error;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return patient(work, left - 1);
  }
}

type Deed = "merge" | "dismiss" | "reopen" | "unmerge";

export function useDecisions(pair: Pair, type: ObjectType, decided: () => void) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<Deed | "">("");
  const [error, setError] = useState<unknown>(null);

  async function back(path: string, body: unknown): Promise<void> {
    const id = notifications.show({ loading: true, autoClose: false, withCloseButton: false, message: t("pairs.undoing") });
    const wrong = await patient(() => ask("POST", path, { body })).then(() => "", inWords);
    notifications.update(wrong ? { id, loading: false, autoClose: 10_000, withCloseButton: true, color: "red", message: wrong } : { id, loading: false, autoClose: 4000, color: "green", message: t("pairs.undone") });
  }

  function tell(message: string, undo: () => Promise<void>): void {
    const id = notifications.show({ autoClose: 12_000, withCloseButton: false, message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" className="isolated">{message}</Text>
        <Button size="compact-xs" variant="light" style={{ flexShrink: 0 }} onClick={() => {
          notifications.hide(id);
          void undo();
        }}>{t("undo")}</Button>
      </Group>
    ) });
  }

  async function run(deed: Deed, body: unknown, done: () => void, where = path`v1/duplicates/${pair.id}/${deed}`): Promise<void> {
    setBusy(deed);
    setError(null);
    try {
      await ask("POST", where, { body });
      done();
      decided();
    } catch (problem) {
      setError(problem);
    }
    setBusy("");
  }

  const merge = (winner: "a" | "b", choose: Record<string, string>) => {
    const [stays, goes] = winner === "a" ? [pair.a_id, pair.b_id] : [pair.b_id, pair.a_id];
    const title = winner === "a" ? pair.a_title : pair.b_title;
    void run("merge", { winner_id: stays, choose }, () => tell(t("pairs.merged", { title }), () => back(path`v1/${type.plural}/${stays}/unmerge`, { other_id: goes })));
  };
  return {
    merge, busy, error,
    unmerge: (stays: string, gone: string) => void run("unmerge", { other_id: gone }, () => notifications.show({ color: "green", message: t("pairs.undone") }), path`v1/${type.plural}/${stays}/unmerge`),
    dismiss: () => void run("dismiss", {}, () => tell(t("pairs.dismissed", { a: pair.a_title, b: pair.b_title }), () => back(path`v1/duplicates/${pair.id}/reopen`, {}))),
    reopen: () => void run("reopen", {}, () => undefined),
  };
}
