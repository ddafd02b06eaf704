import { Alert } from "@/components/ui/alert";
import type { SystemName } from "@/lib/imports/columns/systems";
import { fileWords } from "@/lib/imports/file-words";
import type { ImportDetails } from "@/lib/imports/queries";

type Props = { found: ImportDetails; system: SystemName | null; isRemembered: boolean };

/** How the file was read, and what its columns are matched by. */
export function MatchNotices({ found, system, isRemembered }: Props) {
  return (
    <>
      <p className="text-muted">{fileWords(found)}</p>
      {isRemembered && (
        <Alert tone="info" title="As you matched it last time">
          Your organization has imported a file with these headers before. You can change what each column is.
        </Alert>
      )}
      {system && !isRemembered && (
        <Alert tone="info" title={`Looks like an export of ${system}`}>
          Its columns are matched as {system} means them. You can change what each column is.
        </Alert>
      )}
    </>
  );
}
