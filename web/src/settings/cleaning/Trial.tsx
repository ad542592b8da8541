/** What a rule would do if it ran now, to how many records, and to the first of them in full. Nothing is changed. */
import { Alert, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ask } from "../../api/http";
import { path } from "../../api/path";
import { Waiting, inWords } from "../../parts/States";
import { useFormats } from "../../values/formats";
import { Changes } from "./Changes";
import type { CleaningRule, Preview } from "./types";

const FIRST = 10;

export function Trial({ rule }: { rule: CleaningRule }) {
  const { t } = useTranslation();
  const tried = useQuery({
    queryKey: ["cleaning_rules", "preview", rule.id, rule.version],
    queryFn: () => ask<Preview>("POST", path`v1/cleaning_rules/${rule.id}/preview`, { body: {} }),
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (tried.error) return <Alert color="red" role="alert">{inWords(tried.error)}</Alert>;
  if (!tried.data) return <Waiting rows={3} />;
  return (
    <Stack gap="xs">
      <Text size="sm" role="status"><Count preview={tried.data} /></Text>
      <Changes plural={rule.object} changes={tried.data.records.slice(0, FIRST)} />
      {tried.data.records.length > FIRST && <Text size="xs" c="dimmed">{t("settings.cleaning.first", { count: FIRST })}</Text>}
    </Stack>
  );
}

function Count({ preview: { complete, would_change, examined, estimate } }: { preview: Preview }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const looked = formats.number(examined);
  if (complete) return t(would_change ? "settings.cleaning.would" : "settings.cleaning.nothing", { count: would_change, number: formats.number(would_change) });
  if (!would_change) return t("settings.cleaning.nothing_yet", { count: examined, looked });
  if (estimate === null) return t("settings.cleaning.would_of", { count: would_change, number: formats.number(would_change), looked });
  return t("settings.cleaning.would_about", { count: estimate, number: formats.number(estimate), looked });
}
