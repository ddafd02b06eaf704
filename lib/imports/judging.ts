import "server-only";
import type { CountryCode } from "libphonenumber-js/max";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { planOptionsOf } from "@/lib/imports/plan/options";
import type { PlanOptions } from "@/lib/imports/plan/plan";
import type { JudgeContext, MatchedColumns } from "@/lib/imports/rows/judge";
import type { ImportOptions } from "@/lib/imports/state";
import { organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { rolesToGive } from "@/lib/permissions/can";
import { isPropertyField, propertyIdOf } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { mandatoryOf } from "@/lib/users/user-form-read";

/** What rows are judged and planned by. */
export type Judging = {
  organization: string;
  context: JudgeContext;
  columns: MatchedColumns;
  options: PlanOptions;
  properties: Property[];
};

/** By the choices of an import and the settings of its organization, within what `actor` may give. */
export async function judgingOf(
  tx: Transaction,
  found: Prisma.ImportGetPayload<object>,
  actor: Actor | null,
): Promise<Judging> {
  const settings = await organizationSettings(tx, found.organizationId);
  const options = found.options as ImportOptions;
  const { defaultCountry, dateOrder, typed } = options;
  const mandatory = mandatoryOf(settings).filter((field) => !typed || field !== "password");
  const isThere = (field: ColumnField | null) =>
    !field || !isPropertyField(field) || settings.properties.some(({ id }) => id === propertyIdOf(field));
  // A property that has been removed since is a column that is left out.
  const columns = (found.matching as (ColumnField | null)[]).map((field, index) => ({
    index,
    field: isThere(field) ? field : null,
  }));
  return {
    organization: settings.name,
    columns,
    properties: settings.properties,
    options: planOptionsOf(options, columns, mandatory, actor, settings.properties),
    context: {
      domains: settings.domains.map(({ name }) => name),
      primaryDomain: settings.domains.find(({ isPrimary }) => isPrimary)?.name ?? "",
      mandatory,
      properties: settings.properties,
      grantableRoles: actor ? rolesToGive(actor) : [],
      // It is chosen later, for all whose row has none.
      defaultRole: null,
      ...(dateOrder ? { dateOrder } : {}),
      ...(defaultCountry ? { defaultCountry: defaultCountry as CountryCode } : {}),
    },
  };
}
