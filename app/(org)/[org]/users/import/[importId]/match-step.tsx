import { MatchNotices } from "@/app/(org)/[org]/users/import/[importId]/match-notices";
import { getUsers, takeHeaderLine, takeSheet } from "@/app/(org)/[org]/users/import/actions";
import { ColumnMatcher } from "@/components/imports/column-matcher";
import { HeaderLine } from "@/components/imports/header-line";
import { SheetChoice } from "@/components/imports/sheet-choice";
import { Alert } from "@/components/ui/alert";
import { describeColumns } from "@/lib/imports/columns/description";
import { findRemembered, type ImportDetails } from "@/lib/imports/queries";
import { importSettings } from "@/lib/organizations/settings";
import type { Actor } from "@/lib/permissions/actor";

const CELLS_SHOWN = 4;

/** The second step: which column of the file is which field. */
export async function MatchStep({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const org = actor.organization.slug;
  const { id: importId, headers, samples, options } = found;
  if (!found.mayPrepare) {
    return (
      <Alert tone="info">
        The columns of this file wait to be matched by whoever began this import, or may carry it out.
      </Alert>
    );
  }
  const sheetChoice = found.sheets.length > 1 && (
    <SheetChoice
      org={org}
      importId={importId}
      sheets={found.sheets}
      current={found.sheet}
      takeSheet={takeSheet}
    />
  );
  if (headers.length === 0) return sheetChoice;
  const [settings, last] = await Promise.all([importSettings(actor), findRemembered(actor, headers)]);
  const isChosen = found.matching.length === headers.length;
  const remembered = isChosen ? null : last;
  const { columns, system } = describeColumns(
    { headers, samples, chosen: isChosen ? found.matching : (remembered?.matching ?? null) },
    { mandatory: settings.mandatory, domains: settings.domains, properties: settings.properties },
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {sheetChoice}
      <div className="grid gap-3">
        <MatchNotices found={found} system={system} isRemembered={remembered !== null} />
        <HeaderLine
          key={found.headerLine ?? 0}
          org={org}
          importId={importId}
          lines={found.firstRows.map(({ line, cells }) => ({ line, words: wordsOf(cells) }))}
          current={found.headerLine ?? 0}
          takeHeaderLine={takeHeaderLine}
        />
      </div>
      <ColumnMatcher
        key={`${found.sheet} ${found.headerLine}`}
        org={org}
        importId={importId}
        columns={columns}
        mandatory={settings.mandatory}
        properties={settings.properties}
        hasHeader={found.hasHeader}
        firstRow={found.hasHeader === null ? (samples[0] ?? []) : headers}
        countries={settings.countries}
        mode={options.mode ?? "createOnly"}
        matchKey={options.matchKey ?? null}
        defaultCountry={options.defaultCountry ?? remembered?.defaultCountry ?? settings.defaultCountry}
        dateOrder={options.dateOrder ?? remembered?.dateOrder ?? null}
        getUsers={getUsers}
      />
    </div>
  );
}

const wordsOf = (cells: readonly string[]) =>
  cells
    .filter((cell) => cell.trim() !== "")
    .slice(0, CELLS_SHOWN)
    .join(" · ");
