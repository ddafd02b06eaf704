import "server-only";
import { reviveActor } from "@/lib/auth/revive";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { ApiImportNotes } from "@/lib/imports/api-options";
import { matchByThemselves } from "@/lib/imports/columns/automatic";
import { chooseColumns } from "@/lib/imports/commands/columns";
import { sheetNotChosen } from "@/lib/imports/refusals";
import { recallMatching } from "@/lib/imports/remembered";
import { isAsked } from "@/lib/imports/rows/judge";
import type { ImportOptions } from "@/lib/imports/state";
import type { ImportJob } from "@/lib/jobs/queue";
import { organizationSettings } from "@/lib/organizations/queries";
import { propertyField } from "@/lib/properties/field";
import { userProperties } from "@/lib/properties/queries";
import { mandatoryOf } from "@/lib/users/user-form-read";

type Import = Prisma.ImportGetPayload<object>;

const NOT_ALLOWED = { code: "not_allowed", message: "Whoever sent this file may not import any more." };

/**
 * Takes the place of the person who would match the columns of a file that a program has sent, and of nobody else's.
 * Where they do not match by themselves the file is refused, with what is missing.
 */
export async function matchImport({ organizationId, importId }: ImportJob): Promise<void> {
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: "matching" },
    }),
  );
  const options = found?.options as (ImportOptions & { api?: ApiImportNotes }) | undefined;
  if (!found || !options?.api) return;
  const actor = await reviveActor(found.createdBy, organizationId);
  const { headers, samples, hasHeader } = shownBy(found, options.api);
  const [settings, remembered] = await withOrganization(organizationId, async (tx) => [
    await organizationSettings(tx, organizationId),
    options.api?.columns
      ? null
      : await recallMatching(tx, organizationId, headers, await userProperties(tx, organizationId)),
  ]);
  const { mode, matchKey } = options;
  const matched = matchByThemselves(headers, samples, {
    mandatory: [
      ...mandatoryOf(settings),
      ...settings.properties.filter(isAsked).map(({ id }) => propertyField(id)),
    ],
    domains: settings.domains.map(({ name }) => name),
    properties: settings.properties,
    ...(remembered ? { remembered: remembered.matching } : {}),
    ...(mode ? { mode } : {}),
    ...(matchKey ? { matchKey } : {}),
    ...(options.api.columns ? { overrides: options.api.columns } : {}),
  });
  const refuse = (refusal: { code: string; message: string }) =>
    withOrganization(organizationId, (tx) => refuseMatching(tx, found, refusal));
  if (!actor) return refuse(NOT_ALLOWED);
  if (headers.length === 0) return refuse(sheetNotChosen(found.sheets));
  if (!matched.ok) return refuse(matched.refusal);
  const { defaultCountry = remembered?.defaultCountry ?? null, dateOrder = remembered?.dateOrder ?? null } =
    options;
  const { matching } = matched;
  const chosen = await chooseColumns(actor, importId, { matching, hasHeader, defaultCountry, dateOrder });
  if (chosen.ok || chosen.error.code === "conflict") return;
  await refuse(
    chosen.error.code === "invalid"
      ? { code: "column_unmatched", message: chosen.error.message }
      : NOT_ALLOWED,
  );
}

/** Where the file alone does not tell, its first row is a header if the program says so, and else a person. */
function shownBy(found: Import, { hasHeader }: ApiImportNotes) {
  const rows = (found.samples as string[][]).map((cells) => ({ cells }));
  const { headers } = found;
  if (found.hasHeader === null && hasHeader) {
    return {
      headers: headers.map((_, index) => rows[0]?.cells[index] ?? ""),
      samples: rows.slice(1),
      hasHeader: true,
    };
  }
  const isHeader = hasHeader ?? found.hasHeader ?? false;
  return { headers: isHeader ? headers : headers.map(() => ""), samples: rows, hasHeader: isHeader };
}

async function refuseMatching(
  tx: Transaction,
  { organizationId, id }: Import,
  refusal: { code: string; message: string },
): Promise<void> {
  await tx.import.updateMany({
    where: { organizationId, id, state: "matching" },
    data: { state: "refused", refusal, updatedAt: new Date() },
  });
}
