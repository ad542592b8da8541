/** Records, each with what stands in it before and after. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useLabels, useType } from "../../schema/useType";
import { Show } from "../../values/Show";
import { useTitle } from "../../values/useTitles";
import classes from "./cleaning.module.css";
import type { Change } from "./types";

/** `done`: it has happened. */
export function Changes({ plural, changes, done = false }: { plural: string; changes: Change[]; done?: boolean }) {
  const { t } = useTranslation();
  if (!changes.length) return null;
  return (
    <ul className={classes.changes}>
      {changes.map((each) => (
        <li key={each.id}>
          <Named plural={plural} id={each.id} title={each.title} />
          {each.deleted && <Text size="sm" c="var(--mantine-color-error)">{t(done ? "settings.cleaning.deleted" : "settings.cleaning.deletes")}</Text>}
          {Object.keys(each.after ?? {}).map((name) => <Field key={name} plural={plural} name={name} change={each} />)}
        </li>
      ))}
    </ul>
  );
}

function Field({ plural, name, change }: { plural: string; name: string; change: Change }) {
  const labels = useLabels();
  const field = useType(plural)?.fields.find((each) => each.name === name);
  if (!field) return null;
  return (
    <div className={classes.field}>
      <Text span size="xs" c="dimmed">{labels.field(field)}</Text>
      <span className={classes.values}>
        <del><Show field={field} value={change.before?.[name]} whole /></del><span aria-hidden>→</span><ins><Show field={field} value={change.after?.[name]} whole /></ins>
      </span>
    </div>
  );
}

/** A record by its name, as a way to it; what cannot be read any more is called by its kind. */
export function Named({ plural, id, title }: { plural: string; id: string; title?: string | undefined }) {
  const labels = useLabels();
  const type = useType(plural);
  const name = useTitle(id, title);
  if (name === null) return <span>{type ? labels.one(type) : id}</span>;
  return <Link to={`/${plural}/${id}`} target="_blank" className="record isolated">{name ?? "…"}</Link>;
}
