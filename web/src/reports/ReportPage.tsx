/** One report on a page of its own: its picture over the time that one asks for, and what it counts. */
import { Anchor, Group, Stack } from "@mantine/core";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useRecord } from "../api/queries";
import { Nowhere } from "../app/Nowhere";
import { Failed, Waiting } from "../parts/States";
import { Summary } from "../record/Summary";
import { useType } from "../schema/useType";
import { Range } from "./Range";
import { Tile } from "./Tile";
import type { Report } from "./types";

export function ReportPage() {
  const { t } = useTranslation();
  const go = useNavigate();
  const { id = "" } = useParams();
  const type = useType("reports");
  const [days, setDays] = useState("30");
  const { data, error, refetch } = useRecord("reports", type ? id : "", "");
  if (!type) return <Nowhere />;
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Waiting />;
  const report = data as unknown as Report;
  return (
    <Stack p="md" gap="md" maw={900}>
      <Group justify="space-between" gap="sm">
        <Anchor component={Link} to="/reports" size="sm"><Group gap={4} wrap="nowrap" py={4}><ArrowLeft size={14} aria-hidden />{t("reports.title")}</Group></Anchor>
        {report.bucket && <Range days={days} change={setDays} />}
      </Group>
      <Tile key={`${report.id}-${days}`} report={report} days={Number(days)} reports={type} alone left={() => void go("/reports")} />
      <Summary type={type} record={data} />
    </Stack>
  );
}
