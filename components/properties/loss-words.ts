import { formatCount } from "@/components/ui/format";
import type { Touched } from "@/lib/properties/convert";

/** A number of values as the beginning of a sentence: `3 values are`. */
export const valuesInWords = (values: number): string =>
  values === 1 ? "1 value is" : `${formatCount(values)} values are`;

/** What becomes of people's values when a property is saved. */
export function lossInWords({ values, lost }: Touched): string {
  const touched = values === 1 ? "It touches 1 value" : `It touches ${formatCount(values)} values`;
  if (lost === 0) return `${touched}: ${values === 1 ? "it is kept" : "all of them are kept"}.`;
  if (lost === values) return `${touched}: ${values === 1 ? "it is lost" : "all of them are lost"}.`;
  return `${touched}: ${formatCount(values - lost)} can be read as what it becomes, ${formatCount(lost)} cannot and ${lost === 1 ? "is" : "are"} lost.`;
}
