const NAMES = new Intl.DisplayNames(["en"], { type: "region" });

/** The English name of a country by its code (ISO 3166-1 alpha-2); a code that no country has stays as it is. */
export const countryName = (code: string): string => NAMES.of(code) ?? code;
