/** A path of the API with values in it that may come from the address: each stays one part of the path, whatever it holds. */
export function path(fixed: TemplateStringsArray, ...values: string[]): string {
  return fixed.map((text, place) => text + (place < values.length ? part(values[place] ?? "") : "")).join("");
}

/** Dots alone would climb, encoded once as well. */
function part(value: string): string {
  return /^\.{1,2}$/.test(value) ? value.replaceAll(".", "%252E") : encodeURIComponent(value);
}
