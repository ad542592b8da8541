/** What holds for the whole company: the five settings of the first day, and what it does without. */
import { Paper, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client, useMe, useRecord } from "../../api/queries";
import { KNOWN_AFTER } from "../../app/useModules";
import { Failed, Waiting } from "../../parts/States";
import { useType } from "../../schema/useType";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { Screen } from "../parts/Screen";
import { Currency } from "./Currency";
import { Modules } from "./Modules";
import { Spoken, Weekday, Zone } from "./widgets";

const FIELDS = ["name", "time_zone", "currency", "country", "reply_to", "language", "week_start", "modules_off"];
const WIDGETS: Record<string, Widget> = { time_zone: Zone, currency: Currency, language: Spoken, week_start: Weekday, modules_off: Modules };

export function CompanyScreen() {
  const { t } = useTranslation();
  const type = useType("company_settings");
  const id = useMe().data?.company.id ?? "";
  const { data, error, refetch } = useRecord("company_settings", id, "");
  const [tries, again] = useState(0);
  if (!type) return null;
  const saved = () => {
    notifications.show({ message: t("settings.company.saved"), color: "green" });
    again(tries + 1);
    setTimeout(() => void client.invalidateQueries({ queryKey: ["me"] }), KNOWN_AFTER);
  };
  return (
    <Screen name="company">
      {error && !data ? <Failed error={error} retry={() => void refetch()} /> : !data ? <Waiting rows={6} /> : (
        <Paper withBorder p="md" maw={620}>
          <Title order={2} size="h5" mb="md">{t("settings.company.about")}</Title>
          <RecordForm key={`${tries}`} type={type} record={data} fields={FIELDS} widgets={WIDGETS} saved={saved} cancel={() => again(tries + 1)} />
        </Paper>
      )}
    </Screen>
  );
}
