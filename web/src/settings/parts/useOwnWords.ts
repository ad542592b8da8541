/** Labels and help of a configuration type's fields: the same name means another thing in another type. */
import { useTranslation } from "react-i18next";
import type { Field, ObjectType } from "../../api/types";
import { useLabels } from "../../schema/useType";

const VERBATIM = { prefix: "[[", suffix: "]]" }; // help may speak of {{placeholders}}

export function useOwnWords(type: ObjectType): (field: Field) => Field {
  const { t, i18n } = useTranslation();
  const labels = useLabels();
  return (field) => ({
    ...field,
    name: `${type.name}-${field.name}`, // no general label: the own one stands as it is
    label: t(`settings.labels.${type.name}.${field.name}`, { defaultValue: labels.field(field) }),
    help: t(`settings.help.${type.name}.${field.name}`, { defaultValue: i18n.language === "en" ? field.help : "", interpolation: VERBATIM }),
  });
}
