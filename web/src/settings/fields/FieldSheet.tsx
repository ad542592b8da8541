/** Add or change a field; what is fixed for good is told, and so is what deleting it does. */
import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import { defined } from "../../api/defined";
import { client } from "../../api/queries";
import type { ObjectType, Rec } from "../../api/types";
import { RecordForm, type Widget } from "../parts/RecordForm";
import { RemoveButton } from "../parts/RemoveButton";
import { Sheet } from "../parts/Sheet";
import { Erase } from "./Erase";
import { DefaultEdit, KindEdit, LabelEdit, NameEdit, ObjectEdit, OptionsEdit, TargetEdit, onlyFor } from "./inputs";

const MORE = ["options", "to", "default", "minimum", "maximum", "max_length", "required", "searchable", "personal"];
const WIDGETS: Record<string, Widget> = {
  label: LabelEdit, name: NameEdit, object: ObjectEdit, field_type: KindEdit, options: onlyFor("options", OptionsEdit), to: onlyFor("to", TargetEdit), default: onlyFor("default", DefaultEdit),
  ...Object.fromEntries(["minimum", "maximum", "max_length", "required", "searchable", "personal"].map((name) => [name, onlyFor(name)])),
};

interface Props { type: ObjectType; field: Rec | undefined; object: string; close: () => void; /** With the object whose field it is. */ saved: (object: string) => void }

export function FieldSheet({ type, field, object, close, saved: told }: Props) {
  const { t } = useTranslation();
  const label = String(field?.label ?? field?.name ?? "");
  const saved = (now: Rec) => {
    defined(now);
    void client.invalidateQueries({ queryKey: ["schema"] });
    notifications.show({ message: t("settings.fields.saved"), color: "green" });
    told(String(now.object ?? object));
  };
  const rolled = Boolean(field?.roll_up);
  return (
    <Sheet title={field ? label : t("settings.fields.add")} close={close}>
      {rolled && <Text size="sm" c="dimmed" mb="sm">{t("settings.fields.rolled")}</Text>}
      <RecordForm type={type} record={field} fields={["label", ...(field ? ["help"] : ["name", "object", "field_type", "help"]), ...(rolled ? [] : MORE)]}
        given={{ object, field_type: "text" }} widgets={WIDGETS} saved={saved} cancel={close} />
      {field && <RemoveButton type={type} record={field} name={label} done={close} help={t("settings.fields.remove_help")} />}
      {field && type.permissions.delete !== "none" && <Erase field={field} name={label} />}
    </Sheet>
  );
}
