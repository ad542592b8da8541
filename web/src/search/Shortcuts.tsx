/** The keys of the whole client, and the sheet that tells them. */
import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSchema } from "../api/queries";
import { useCreate } from "../create/useCreate";
import { makes, useLabels } from "../schema/useType";
import { useShortcuts } from "./useShortcuts";

/** The second letter after g, and the letter that creates, by type. */
const LETTERS: Record<string, string> = { lead: "l", contact: "c", company: "o", task: "t", note: "n", deal: "d" };

interface Props { opened: boolean; open: () => void; close: () => void }

export function Shortcuts({ opened, open, close }: Props) {
  const { t } = useTranslation();
  const go = useNavigate();
  const create = useCreate();
  const labels = useLabels();
  const types = (useSchema().data ?? []).filter((type) => LETTERS[type.name]);
  const goes = types.map((type) => [`g ${LETTERS[type.name]}`, labels.many(type), () => void go(`/${type.plural}`)] as const);
  const creates = types.filter(makes).map((type) => [`c ${LETTERS[type.name]}`, t("create.title", { type: labels.one(type) }), () => create.open(type.plural)] as const);
  const fixed = [["g h", t("home.title"), () => void go("/")], ["g b", t("bell.title"), () => void go("/notifications")], ["g s", t("shell.settings"), () => void go("/settings")]] as const;
  useShortcuts({ "?": open, ...Object.fromEntries([...fixed, ...goes, ...creates].map(([keys, , run]) => [keys, run])) });
  return (
    <Modal opened={opened} onClose={close} size="xl" title={t("keys.title")} closeButtonProps={{ "aria-label": t("close") }}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Part title={t("keys.everywhere")} lines={[["Ctrl K", t("keys.palette")], ["/", t("keys.search")], ["?", t("keys.title")], ["Esc", t("keys.escape")]]} />
        <Part title={t("keys.list")} lines={[["j", t("keys.down")], ["k", t("keys.up")], ["←", t("keys.left")], ["x", t("keys.choose")], ["Space", t("keys.peek")], ["Enter", t("keys.enter")]]} />
        <Part title={t("palette.go")} lines={[...fixed, ...goes].map(([keys, label]) => [keys, label])} />
        <Part title={t("palette.create")} lines={creates.map(([keys, label]) => [keys, label])} />
        <Part title={t("keys.record")} lines={[["j", t("list.next")], ["k", t("list.previous")], ["Ctrl Enter", t("note.save")], ["Ctrl B", t("note.bold")], ["@", t("note.mention")]]} />
      </SimpleGrid>
    </Modal>
  );
}

function Part({ title, lines }: { title: string; lines: (readonly [string, string])[] }) {
  if (!lines.length) return null;
  return (
    <section>
      <Title order={2} size="h6" c="dimmed" mb={6}>{title}</Title>
      <Stack gap={6}>
        {lines.map(([keys, label]) => (
          <Group key={keys} justify="space-between" wrap="nowrap"><Text size="sm">{label}</Text><Group gap={4} wrap="nowrap">{keys.split(" ").map((key, place) => <Kbd key={place} size="xs">{key}</Kbd>)}</Group></Group>
        ))}
      </Stack>
    </section>
  );
}
