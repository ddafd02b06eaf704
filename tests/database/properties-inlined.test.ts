import { expect, test } from "vitest";
import { adminQuery } from "@/tests/support/product-database";

// Called for each row they made a commit of 100,000 people half as long again, also where no organization has a property.
const ASKED_OF_ROWS = `EXPLAIN (VERBOSE, COSTS OFF)
  SELECT with_properties('{}', '{}'::jsonb || r.values), property_words(r.organization_id, '{}'::jsonb || r.values),
    property_words(r.organization_id, (r.changes->'after') - '{}'::text[])
  FROM import_rows r`;

test("rows without properties are written without a call of a function", async () => {
  const plan = (await adminQuery<{ "QUERY PLAN": string }>(ASKED_OF_ROWS))
    .map((line) => line["QUERY PLAN"])
    .join("\n");
  expect(plan).toContain("set_properties(");
  expect(plan).toContain("tell_properties(");
  expect(plan).not.toMatch(/with_properties\(|property_words\(/);
});
