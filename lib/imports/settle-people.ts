import "server-only";
import type { Transaction } from "@/lib/db";
import { issueOf } from "@/lib/imports/issues";
import type { JudgedRow } from "@/lib/imports/rows/judge";
import { propertyField } from "@/lib/properties/field";
import { peopleNamed } from "@/lib/properties/people";
import { readProperty } from "@/lib/properties/read";
import type { Property } from "@/lib/properties/types";

/**
 * Judged rows with the ids of the people whom cells name as values of properties, looked up all at once; a row that names
 * nobody, or several, has that as an issue.
 */
export async function settlePeople(
  tx: Transaction,
  organizationId: string,
  rows: JudgedRow[],
  properties: readonly Property[] = [],
): Promise<JudgedRow[]> {
  const asked = properties
    .filter(({ type }) => type === "person")
    .map((property) => ({ property, field: propertyField(property.id) }));
  if (asked.length === 0) return rows;
  const texts = rows.flatMap(({ values }) => asked.flatMap(({ field }) => values[field] || []));
  if (texts.length === 0) return rows;
  const findPerson = await peopleNamed(tx, organizationId, texts);
  return rows.map((row) => {
    const values = { ...row.values };
    const issues = [...row.issues];
    for (const { property, field } of asked) {
      const text = values[field];
      if (!text) continue;
      const reading = readProperty(text, property, { findPerson });
      if (reading.ok) values[field] = reading.value;
      else {
        delete values[field];
        issues.push(issueOf(field, reading.problem));
      }
    }
    return { ...row, values, issues };
  });
}
