/** One form: its questions and what follows, with how it looks and how it gets onto a website. */
import { Button, Stack, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ObjectType } from "../../api/types";
import { ActiveEdit } from "../parts/ActiveEdit";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { RemoveButton } from "../parts/RemoveButton";
import { PickPeople } from "../parts/widgets";
import { Embed } from "./Embed";
import { Preview } from "./Preview";
import { QuestionsEdit } from "./QuestionsEdit";
import type { Form, Question } from "./types";

const FIELDS = ["name", "fields", "auto_reply_template", "notify", "redirect_url", "source", "campaign", "allowed_origins", "region", "active"];
const WIDGETS: Record<string, Widget> = { fields: QuestionsEdit, notify: PickPeople, active: ActiveEdit };

export function FormEditor({ type, form, open }: { type: ObjectType; form: Form | undefined; open: (id: string) => void }) {
  const { t } = useTranslation();
  const fields: Question[] = [
    { name: "first_name", label: t("settings.forms.first_name"), type: "text", required: false, maps_to: "first_name" },
    { name: "last_name", label: t("settings.forms.last_name"), type: "text", required: true, maps_to: "last_name" },
    { name: "email", label: t("settings.forms.email"), type: "email", required: true, maps_to: "emails" },
    { name: "message", label: t("settings.forms.message"), type: "long_text", required: false, maps_to: "message" },
  ];
  return (
    <Stack gap="md" maw={1240}>
      <div><Button variant="subtle" color="gray" size="compact-sm" leftSection={<ArrowLeft size={14} aria-hidden />} onClick={() => open("")}>{t("settings.sections.forms")}</Button>
        <Title order={1} size="h3" className="isolated">{form?.name ?? t("settings.forms.add")}</Title></div>
      <RecordForm type={type} record={form} fields={FIELDS} given={{ fields, active: true }} widgets={WIDGETS} cancel={() => open("")}
        saved={(record) => {
          notifications.show({ message: t("settings.saved"), color: "green" });
          if (!form) open(record.id);
        }}
        beside={(values) => <Stack gap="md">{form && <Embed form={form} />}<Preview title={String(values.name ?? "")} questions={(values.fields as Question[] | null | undefined) ?? []} /></Stack>} />
      {form && <RemoveButton type={type} record={form} name={form.name} done={() => open("")} help={t("settings.forms.remove_help")} />}
    </Stack>
  );
}
