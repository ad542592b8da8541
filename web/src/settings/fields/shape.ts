/** What can be said of an added field, by its kind. */
const CHOICES = new Set(["choice", "multi_choice"]);
const REFERENCES = new Set(["reference", "references"]);
const NUMBERS = new Set(["number", "integer"]);
const TEXTS = new Set(["text", "long_text", "person_name"]);
const UNSEARCHED = new Set(["json", "boolean", "reference", "references", "user", "users", "date", "instant"]);
const PLAIN_DEFAULTS = new Set(["text", "long_text", "number", "integer", "boolean", "choice", "date", "country", "language", "url"]);

/** The inputs that a kind of field has beside its label, name, object and kind. */
export function inputsOf(kind: string): string[] {
  return [
    ...(CHOICES.has(kind) ? ["options"] : []), ...(REFERENCES.has(kind) ? ["to"] : []), ...(PLAIN_DEFAULTS.has(kind) ? ["default"] : []),
    ...(NUMBERS.has(kind) ? ["minimum", "maximum"] : []), ...(TEXTS.has(kind) ? ["max_length"] : []), "required",
    ...(UNSEARCHED.has(kind) ? [] : ["searchable"]), "personal",
  ];
}

/** A name for payloads, from what a person calls the field. */
export function nameOf(label: string): string {
  const plain = label.normalize("NFKD").replace(/ß/g, "ss").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "").slice(0, 50);
}
