const MIB = 1024 * 1024;

/** How large a file may be; the import page says the same in words. */
export const IMPORT_LIMITS = { bytesMax: 50 * MIB, rowsMax: 200_000, columnsMax: 200 } as const;

export type ImportLimits = { readonly [limit in keyof typeof IMPORT_LIMITS]: number };

/** The limits as a sentence's list: `50 MB, 200,000 people and 200 columns`. */
export function limitsInWords(limits: ImportLimits = IMPORT_LIMITS): string {
  return `${inMegabytes(limits.bytesMax)}, ${inDigits(limits.rowsMax)} people and ${inDigits(limits.columnsMax)} columns`;
}

/** A size as people read it: `50 MB`, `1.5 MB`. */
export function inMegabytes(sizeBytes: number): string {
  return `${(sizeBytes / MIB).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}

export const inDigits = (count: number) => count.toLocaleString("en");
