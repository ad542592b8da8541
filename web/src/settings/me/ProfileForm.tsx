import { Alert, Button, Group, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../api/problem";
import type { Me } from "../../api/types";
import { LANGUAGES, languageOf, speak, spokenName } from "../../i18n";
import { inWords } from "../../parts/States";
import { useRefused } from "../../parts/useRefused";
import { InstantInput } from "../../values/InstantInput";
import { changed } from "../parts/changed";
import { timeZones } from "../parts/codes";
import { OWN, type Own, useProfile } from "./useProfile";

export function ProfileForm({ me }: { me: Me }) {
  const { t } = useTranslation();
  const save = useProfile();
  const form = useRefused(save.error);
  const [typed, setTyped] = useState<Own>({});
  const values = { ...(me as Own), ...typed };
  const errors = save.error instanceof Problem ? save.error.fields : {};
  const set = (name: keyof Own, value: string | null) => setTyped((now) => ({ ...now, [name]: value }));
  const wanted = changed(me, values, OWN) as Own;
  const dirty = Object.keys(wanted).length > 0;

  const company = (value: string | undefined) => ({ clearable: true, clearButtonProps: { "aria-label": t("filter.clear") }, placeholder: t("settings.as_company", { value }) });

  function keep(event: FormEvent): void {
    event.preventDefault();
    save.mutate(wanted, {
      onSuccess: () => {
        setTyped({});
        if ("locale" in wanted) void speak(languageOf({ ...me, locale: wanted.locale ?? null }, navigator.language));
        notifications.show({ message: t("settings.saved"), color: "green" });
      },
    });
  }

  return (
    <form ref={form} onSubmit={keep} noValidate>
      <Stack>
        {save.error && Object.keys(errors).length === 0 && <Alert color="red" role="alert">{inWords(save.error)}</Alert>}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={t("settings.labels.user.first_name")} autoComplete="given-name" error={errors.first_name} value={values.first_name ?? ""} onChange={(event) => set("first_name", event.currentTarget.value || null)} />
          <TextInput label={t("settings.labels.user.last_name")} autoComplete="family-name" error={errors.last_name} value={values.last_name ?? ""} onChange={(event) => set("last_name", event.currentTarget.value || null)} />
          <Select label={t("settings.labels.user.locale")} error={errors.locale} value={values.locale?.slice(0, 2) ?? null} onChange={(value) => set("locale", value)} {...company(spokenName(me.company.language))}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} />
          <Select label={t("settings.labels.user.time_zone")} error={errors.time_zone} searchable limit={100} {...company(me.company.time_zone)} value={values.time_zone ?? null} onChange={(value) => set("time_zone", value)} data={timeZones} />
          <InstantInput label={t("settings.labels.user.away_from")} description={t("settings.profile.away")} inputWrapperOrder={["label", "input", "description", "error"]} error={errors.away_from}
            value={values.away_from ?? null} change={(value) => set("away_from", value)} />
          <InstantInput label={t("settings.labels.user.away_until")} error={errors.away_until} value={values.away_until ?? null} change={(value) => set("away_until", value)} />
        </SimpleGrid>
        <Group justify="flex-end"><Button type="submit" loading={save.isPending} disabled={!dirty}>{t("save")}</Button></Group>
      </Stack>
    </form>
  );
}
