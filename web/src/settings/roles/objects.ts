/** The rows of the grid. What follows another object's grants has no row of its own; two rights are no object's. */
import { useTranslation } from "react-i18next";
import { useSchema } from "../../api/queries";
import { useLabels } from "../../schema/useType";

const FOLLOWS = new Set(["submissions", "decisions", "emails", "duplicates", "consents", "erasures", "merges"]);

export interface GridRow { objects: string; label: string; group: "records" | "settings" | "rights" }

export function useGridRows(): GridRow[] {
  const { t } = useTranslation();
  const labels = useLabels();
  const types = (useSchema().data ?? []).filter((type) => !FOLLOWS.has(type.plural));
  const row = (group: GridRow["group"]) => (type: (typeof types)[number]): GridRow => ({ objects: type.plural, label: labels.many(type), group });
  const rights = ["privacy", "audit", "*"].map((objects): GridRow => ({ objects, label: t(`settings.roles.right.${objects === "*" ? "rest" : objects}`), group: "rights" }));
  return [...types.filter((type) => !type.configuration).map(row("records")), ...types.filter((type) => type.configuration).map(row("settings")), ...rights];
}
