import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { formatCount } from "@/components/ui/format";
import type { ImportDetails } from "@/lib/imports/queries";
import type { ImportResult } from "@/lib/imports/state";
import { routes } from "@/lib/routes";

type ResultCardProps = { found: ImportDetails; result: ImportResult; title: string };

/** What came of an import when it was carried out, in numbers. */
export function ResultCard({ found, result, title }: ResultCardProps) {
  const { created, updated, unchanged, skipped, failed } = result;
  return (
    <Card title={title}>
      <DescriptionList
        items={[
          { term: "Rows in the file", detail: formatCount(found.rowCount) },
          { term: "Created", detail: formatCount(created) },
          { term: "Updated", detail: formatCount(updated) },
          { term: "Unchanged", detail: formatCount(unchanged) },
          {
            term: "Skipped",
            detail: `${formatCount(skipped)} (unselected, or not among those to add or update)`,
          },
          { term: "Failed", detail: `${formatCount(failed)} (wrong in some way)` },
          { term: "Imported by", detail: found.committedBy },
          ...(found.note ? [{ term: "Note", detail: found.note }] : []),
          { term: "Finished", detail: found.finishedAt && timeInWords(found.finishedAt) },
        ]}
      />
    </Card>
  );
}

/** The person's own file with what was wrong in each row. */
export function ErrorsCard({ org, found }: { org: string; found: ImportDetails }) {
  return (
    <Card
      title="Errors file"
      description="Your own columns and an Errors column, which is blank where a row was fine. Mend the others and import the file as it is."
    >
      {found.matching.includes("password") && (
        <p className="mb-2">No password is in it: write them again in the rows that are to have one.</p>
      )}
      <a className="text-link" href={routes.importErrors(found.id, org)} download>
        Download the errors file
      </a>
    </Card>
  );
}
