/** A rule at work: what it would do now, the run, what the last run did, and the way back. */
import { Alert, Button, Divider, Group, Stack, Text, Title } from "@mantine/core";
import { Play } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/queries";
import type { ObjectType } from "../../api/types";
import { isSecond } from "../../parts/second";
import { inWords } from "../../parts/States";
import { Sheet } from "../parts/Sheet";
import { deletes } from "./kinds";
import { LastRun } from "./LastRun";
import { Trial } from "./Trial";
import type { CleaningRule } from "./types";
import { useWords } from "./useWords";

export function RunSheet({ rule, type, close }: { rule: CleaningRule; type: ObjectType; close: () => void }) {
  const { t } = useTranslation();
  const run = useAction("cleaning_rules");
  const words = useWords(rule);
  const [started, start] = useState("");
  const job = started || rule.last_job_id;
  const go = () => run.mutate({ id: rule.id, action: "run" }, { onSuccess: (answer) => start(String(answer.job_id)) });
  return (
    <Sheet title={rule.name} close={close} size="lg">
      <Stack>
        <Text size="sm" c="dimmed" className="isolated">{words}</Text>
        <section aria-labelledby="cleaning-trial"><Title order={3} size="h5" id="cleaning-trial" mb={6}>{t("settings.cleaning.trial")}</Title><Trial rule={rule} /></section>
        {run.error && <Alert color="red" role="alert">{inWords(run.error)}</Alert>}
        {type.permissions.update !== "none" && (
          <Group><Button color={deletes(rule.kind) ? "red" : undefined} leftSection={<Play size={14} aria-hidden />} loading={run.isPending} onClick={(event) => isSecond(event) || go()}>{t("settings.cleaning.run")}</Button></Group>
        )}
        {job && <><Divider /><LastRun key={job} rule={rule} id={job} fresh={job === started} may={type.permissions.update !== "none"} /></>}
      </Stack>
    </Sheet>
  );
}
