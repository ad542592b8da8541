/** How the form gets onto a website: a line of HTML, a page of its own, or an address to post to. */
import { ActionIcon, Anchor, Code, CopyButton, Group, Paper, Stack, Text, Title, Tooltip } from "@mantine/core";
import { Check, Copy, ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { base } from "../../api/session";
import type { Form } from "./types";

export function Embed({ form }: { form: Form }) {
  const { t } = useTranslation();
  const address = new URL(`public/forms/${form.id}`, base).href;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="embed">
      <Stack gap="sm">
        <Title order={2} size="h5" id="embed">{t("settings.forms.embed")}</Title>
        <Copied label={t("settings.forms.snippet")} text={`<script src="${address}.js" async></script>`} />
        <Copied label={t("settings.forms.address")} text={address} />
        <Anchor href={address} target="_blank" rel="noopener noreferrer" size="sm"><Group gap={6} component="span">{t("settings.forms.page")}<ExternalLink size={13} aria-hidden /></Group></Anchor>
      </Stack>
    </Paper>
  );
}

export function Copied({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>{label}</Text>
      <Group gap={6} wrap="nowrap">
        <Code flex={1} style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{text}</Code>
        <CopyButton value={text}>{({ copied, copy }) => (
          <Tooltip label={t(copied ? "settings.copied" : "settings.copy")}>
            <ActionIcon variant="default" onClick={copy} aria-label={copied ? t("settings.copied") : `${t("settings.copy")}: ${label}`}>{copied ? <Check size={14} /> : <Copy size={14} />}</ActionIcon>
          </Tooltip>
        )}</CopyButton>
      </Group>
    </div>
  );
}
