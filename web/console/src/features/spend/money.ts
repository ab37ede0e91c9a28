const MICROS = 1_000_000;

/** Millionths of a US dollar as money; amounts below a cent keep two digits that mean something. */
export function money(micros: number, language: string): string {
  const dollars = micros / MICROS;
  const small = dollars > 0 && dollars < 0.01;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    ...(small ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 }),
  }).format(dollars);
}

export function microsOf(dollars: number): number {
  return Math.round(dollars * MICROS);
}
