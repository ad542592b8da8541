/** What the company does without: each object of daily work as a switch. */
import { Fieldset, SimpleGrid, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSchema } from "../../api/queries";
import { useLabels, words } from "../../schema/useType";
import type { Widget } from "../parts/RecordForm";
import { modulesOf, singular } from "./modules";

export const Modules: Widget = ({ field, value, change, error }) => {
  const { t } = useTranslation();
  const labels = useLabels();
  const types = useSchema().data ?? [];
  const off = (value as string[] | null) ?? [];
  const name = (plural: string) => {
    const type = types.find((each) => each.plural === plural);
    return type ? labels.many(type) : t(`types.${singular(plural)}.many`, { defaultValue: words(plural) });
  };
  const turn = (plural: string, on: boolean) => {
    const next = on ? off.filter((each) => each !== plural) : [...off, plural];
    change(next.length ? next : null);
  };
  return (
    <Fieldset legend={field.label} p="sm">
      <Text size="xs" c="dimmed" mb="sm">{field.help}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {modulesOf(types, off).map((plural) => (
          <Switch key={plural} label={name(plural)} checked={!off.includes(plural)} onChange={(event) => turn(plural, event.currentTarget.checked)} />
        ))}
      </SimpleGrid>
      {error && <Text size="xs" c="red" mt="xs" role="alert">{error}</Text>}
    </Fieldset>
  );
};
