/** The receipt of an erasure on a page of its own: who had it done, why, and what the dialog told when it was done. */
import { Paper, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useRecord } from "../api/queries";
import { Nowhere } from "../app/Nowhere";
import { Failed, Waiting } from "../parts/States";
import { Author } from "../record/Author";
import { useType } from "../schema/useType";
import { useFormats } from "../values/formats";
import { Receipt } from "./Receipt";
import type { Erasure } from "./types";

export function ReceiptPage() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { id = "" } = useParams();
  const type = useType("erasures");
  const { data, error, refetch } = useRecord("erasures", type ? id : "", "");
  if (!type) return <Nowhere />;
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />;
  const receipt = data as unknown as Erasure;
  return (
    <Stack p="md" gap="md" maw={760}>
      <div>
        <Title order={1} size="h3">{t("personal.receipt")}</Title>
        <Text size="sm" c="dimmed"><Author actor={String(receipt.created_by)} request={null} /> · <time dateTime={receipt.created_at}>{formats.instant(receipt.created_at)}</time></Text>
        <Text size="sm" className="isolated lines" style={{ overflowWrap: "anywhere" }}>{t("personal.why", { reason: receipt.reason })}</Text>
      </div>
      <Paper withBorder p="md"><Receipt begun={receipt} /></Paper>
    </Stack>
  );
}
