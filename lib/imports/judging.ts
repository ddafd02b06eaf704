import "server-only";
import type { CountryCode } from "libphonenumber-js/max";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { planOptionsOf } from "@/lib/imports/plan/options";
import type { PlanOptions } from "@/lib/imports/plan/plan";
import type { JudgeContext, MatchedColumns } from "@/lib/imports/rows/judge";
import type { ImportOptions } from "@/lib/imports/state";
import { organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { rolesToGive } from "@/lib/permissions/can";
import type { UserField } from "@/lib/users/fields";

/** What rows are judged and planned by. */
export type Judging = {
  context: JudgeContext;
  columns: MatchedColumns;
  options: PlanOptions;
};

/** By the choices of an import and the settings of its organization, within what `actor` may give. */
export async function judgingOf(
  tx: Transaction,
  found: Prisma.ImportGetPayload<object>,
  actor: Actor | null,
): Promise<Judging> {
  const settings = await organizationSettings(tx, found.organizationId);
  const options = found.options as ImportOptions;
  const { defaultCountry, mode = "createOnly" } = options;
  const mandatory = settings.mandatoryFields as UserField[];
  const columns = (found.matching as (UserField | null)[]).map((field, index) => ({ index, field }));
  return {
    columns,
    options: planOptionsOf(options, columns, mandatory, actor),
    context: {
      domains: settings.domains.map(({ name }) => name),
      primaryDomain: settings.domains.find(({ isPrimary }) => isPrimary)?.name ?? "",
      mandatory,
      grantableRoles: actor ? rolesToGive(actor) : [],
      defaultRole: mode === "createOnly" ? "user" : null,
      ...(defaultCountry ? { defaultCountry: defaultCountry as CountryCode } : {}),
    },
  };
}
