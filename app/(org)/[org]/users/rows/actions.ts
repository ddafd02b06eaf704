"use server";

import { organizationAction } from "@/lib/action";
import { createTypedImport } from "@/lib/imports/typed/commands";
import { typedRows } from "@/lib/imports/typed/input";

/** Makes typed rows an import. The id is the draft's, so that one draft is one import, however often it is sent. */
export const createRows = organizationAction("users.import.prepare", typedRows, (actor, given) =>
  createTypedImport(actor, given),
);
