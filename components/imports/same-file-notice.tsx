import { Alert } from "@/components/ui/alert";
import { timeInWords } from "@/components/ui/dates";
import { Link } from "@/components/ui/link";
import type { EarlierImport } from "@/lib/imports/queries";
import { routes } from "@/lib/routes";

/** Says that these very bytes have been imported before. */
export function SameFileNotice({ org, earlier }: { org: string; earlier: EarlierImport }) {
  const { id, fileName, by, finishedAt } = earlier;
  return (
    <Alert tone="warning" title="This file has been imported before">
      <Link href={routes.import(org, id)}>{fileName}</Link> was imported
      {finishedAt && ` ${timeInWords(finishedAt)}`}
      {by && ` by ${by}`}. Its people are in the directory already. Go on if you want to import it again.
    </Alert>
  );
}
