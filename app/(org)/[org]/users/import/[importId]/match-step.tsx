import { getUsers, takeSheet } from "@/app/(org)/[org]/users/import/actions";
import { ColumnMatcher } from "@/components/imports/column-matcher";
import { SheetChoice } from "@/components/imports/sheet-choice";
import { Alert } from "@/components/ui/alert";
import type { Delimiter } from "@/lib/exports/csv";
import { matchColumns } from "@/lib/imports/columns/match";
import type { ImportDetails } from "@/lib/imports/queries";
import { ENCODING_LABELS, type TableEncoding } from "@/lib/imports/table/decode";
import { DELIMITER_LABELS } from "@/lib/imports/table/delimiter";
import { SPREADSHEET_LABELS } from "@/lib/imports/table/spreadsheet-kind";
import { importSettings } from "@/lib/organizations/settings";
import type { Actor } from "@/lib/permissions/actor";

/** The second step: which column of the file is which field. */
export async function MatchStep({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const { mandatoryFields, defaultCountry, countries } = await importSettings(actor);
  const samples = found.samples.map((cells) => ({ cells }));
  const { columns } = matchColumns(found.headers, samples, mandatoryFields);
  const chosen =
    found.matching.length === columns.length ? found.matching : columns.map(({ field }) => field);
  if (!actor.permissions.has("users.import.prepare")) {
    return (
      <Alert tone="info">
        The columns of this file wait to be matched by somebody who may prepare imports.
      </Alert>
    );
  }
  const sheetChoice = found.sheets.length > 1 && (
    <SheetChoice
      org={actor.organization.slug}
      importId={found.id}
      sheets={found.sheets}
      current={found.sheet}
      takeSheet={takeSheet}
    />
  );
  if (columns.length === 0) return sheetChoice;
  const matcher = (
    <ColumnMatcher
      org={actor.organization.slug}
      importId={found.id}
      columns={columns.map((column, index) => ({
        index,
        header: column.header,
        how: column.how,
        field: chosen[index] ?? null,
        samples: found.samples
          .map((cells) => cells[index] ?? "")
          .filter((cell) => cell.trim() !== "")
          .slice(0, 3),
      }))}
      mandatory={mandatoryFields}
      hasHeader={found.hasHeader}
      firstRow={found.hasHeader === null ? (found.samples[0] ?? []) : found.headers}
      countries={countries}
      mode={found.options.mode ?? "createOnly"}
      matchKey={found.options.matchKey ?? null}
      defaultCountry={found.options.defaultCountry ?? defaultCountry}
      readAs={readAs(found)}
      getUsers={getUsers}
    />
  );
  return sheetChoice ? (
    <div className="grid gap-6">
      {sheetChoice}
      {matcher}
    </div>
  ) : (
    matcher
  );
}

function readAs({ format, sheet, encoding, delimiter }: ImportDetails): string {
  if (format) return `Read as ${SPREADSHEET_LABELS[format]}, sheet “${sheet}”.`;
  const label = ENCODING_LABELS[encoding as TableEncoding] ?? encoding;
  return `Read as ${label}, cells set apart by ${DELIMITER_LABELS[(delimiter ?? ",") as Delimiter]}.`;
}
