/** Object types by what the API says of them, with the person's words for their fields. */
import { useTranslation } from "react-i18next";
import { useSchema } from "../api/queries";
import type { Field, ObjectType, Rec } from "../api/types";

const PLUMBING = new Set(["id", "type", "version", "deleted_at", "created_by", "updated_by", "shared_with"]);

export function useType(plural: string): ObjectType | undefined {
  return useSchema().data?.find((type) => type.plural === plural);
}

/** Types by their name and by the prefix of their ids. */
export function useTypes(): (nameOrId: string) => ObjectType | undefined {
  const types = useSchema().data ?? [];
  return (nameOrId) => {
    const prefix = nameOrId.slice(0, nameOrId.indexOf("_") + 1);
    return types.find((type) => type.name === nameOrId || type.prefix === prefix || `${type.prefix}_` === prefix);
  };
}

const APART: Record<string, string> = { "Company record": "linked_company" }; // a lead has the company's name, too

/** A field's and a type's label in the person's language; an added field keeps its own. */
export function useLabels() {
  const { t } = useTranslation();
  return {
    field: (field: Field) => t(`fields.${APART[field.label] ?? field.name}`, { defaultValue: field.label }),
    one: (type: ObjectType) => t(`types.${type.name}.one`, { defaultValue: type.label }),
    many: (type: ObjectType) => t(`types.${type.name}.many`, { defaultValue: type.label_plural }),
    option: (value: string) => t(`options.${value}`, { defaultValue: words(value) }),
  };
}

export function words(value: string): string {
  const text = value.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Fields that a person reads; what only programs need is left out. */
export function readable(type: ObjectType): Field[] {
  return type.fields.filter((field) => !PLUMBING.has(field.name));
}

/** Whether this person makes such records here: what only the system makes has no "new". */
export function makes(type: ObjectType): boolean {
  return type.creatable && type.permissions.create !== "none";
}

export function editable(type: ObjectType): Field[] {
  return readable(type).filter((field) => !field.read_only);
}

/** Whether @ names a colleague in this text: whom a record mentions is kept beside it. */
export function mentions(type: ObjectType, field: Field): boolean {
  return field.type === "long_text" && type.fields.some((each) => each.name === "mentions");
}

/** What a record is called, by the fields that a name may be made of. */
export function titleOf(record: Rec): string {
  const text = (name: string) => (typeof record[name] === "string" ? (record[name] as string) : "");
  const person = [text("first_name"), text("last_name")].filter(Boolean).join(" ");
  const emails = Array.isArray(record.emails) ? (record.emails as { value: string }[]) : [];
  return text("name") || text("title") || text("subject") || person || text("company") || emails[0]?.value || plain(text("body")).slice(0, 80) || text("email") || sender(record.raw) || record.id;
}

/** Who sent what came in: by the fields of a form, by the head of a mail. */
function sender(raw: unknown): string {
  const sent = (raw ?? {}) as Record<string, unknown>;
  const text = (of: Record<string, unknown>, name: string) => (typeof of[name] === "string" ? (of[name] as string) : "");
  const head = (sent.headers ?? {}) as Record<string, unknown>;
  return [text(sent, "first_name"), text(sent, "last_name")].filter(Boolean).join(" ") || text(sent, "email") || text(head, "from") || text(head, "subject");
}

/** The words of a Markdown text, without its signs. */
function plain(text: string): string {
  return text.slice(0, 300).replace(/@\[([^\]]*)\]\([^)]*\)/g, "@$1").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`~#>]+|(?<!\w)_+|_+(?!\w)/g, "").replace(/\s+/g, " ").trim();
}
