/** The morning, by what somebody may do: own tasks, leads that wait, leads nobody has, what came in, what happened last. */
import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import { useType } from "../schema/useType";
import { useFormats } from "../values/formats";
import { Activity } from "./Activity";
import { FirstSteps } from "./FirstSteps";
import classes from "./home.module.css";
import { Hot, Submissions, Unassigned, Waiting } from "./Leads";
import { Tasks } from "./Tasks";

export function Home() {
  const { t } = useTranslation();
  const me = useMe().data;
  const formats = useFormats();
  const leads = useType("leads");
  const wide = (scope: string | undefined) => scope === "team" || scope === "all";
  const forms = useType("forms");
  const leading = wide(leads?.permissions.assign);
  const answers = leads && leads.permissions.update !== "none";
  return (
    <Stack p="md" maw={1280} gap="md">
      <div>
        <Title order={1} size="h3">{me?.first_name ? t("home.hello", { name: me.first_name }) : t("home.hello_all")}</Title>
        <Text size="sm" c="dimmed">{formats.day(new Date().toISOString())}</Text>
      </div>
      <FirstSteps />
      <div className={classes.columns}>
        <div className={classes.column}>
          <Tasks />
          {leading && <Unassigned />}
          {forms && forms.permissions.update !== "none" && <Submissions />}
          <Activity />
        </div>
        {answers && <div className={`${classes.column} ${classes.answers}`}><Waiting leading={leading} /><Hot leading={leading} /></div>}
      </div>
    </Stack>
  );
}
