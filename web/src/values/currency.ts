/** How many decimals a currency has; two for what is none, such as a code that is half typed. */
export function digitsOf(currency: unknown): number {
  if (!isCurrency(currency)) return 2;
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Three letters: all that `Intl` asks for. */
export function isCurrency(code: unknown): code is string {
  return typeof code === "string" && /^[A-Z]{3}$/.test(code);
}
