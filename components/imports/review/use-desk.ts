import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState, useTransition } from "react";
import { type Answer, type EditAnswer, sendEdit } from "@/components/imports/review/client";
import { verdictOf } from "@/components/imports/review/fates";
import { inTurn } from "@/components/imports/review/in-turn";
import { useRows } from "@/components/imports/review/use-rows";
import type { RowFilter } from "@/lib/imports/review/filter";
import type { LineRuns } from "@/lib/imports/review/lines";
import type { EditRequest } from "@/lib/imports/review/requests";
import type { ReviewRow } from "@/lib/imports/row-queries";
import { routes } from "@/lib/routes";

const REFRESH_MS = 1200;

type Given = {
  org: string;
  importId: string;
  planVersion: number;
  filter: RowFilter;
  lines: LineRuns;
  rows: ReviewRow[];
};

/** What every part of the workbench needs: the rows, the way to the server one thing after the other, and what is said. */
export function useDesk({ org, importId, planVersion, filter, lines, rows: first }: Given) {
  const router = useRouter();
  const [isRefreshing, startTransition] = useTransition();
  const [said, say] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isOld, setIsOld] = useState(false);
  const [runInTurn] = useState(inTurn);
  /** Whether a cell is being edited, and whether a text that was refused waits to be: until then its error stands. */
  const editor = useRef({ isOpen: false, holdsError: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const rowsUrl = useCallback(
    (query: Record<string, string | null>) => routes.importRows(importId, org, query),
    [importId, org],
  );
  const editsUrl = routes.importEdits(importId, org);
  /** The numbers around the grid follow when editing rests: counting a large file anew would hold up the next edit. */
  const refresh = (afterMs = REFRESH_MS) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (editor.current.isOpen) refresh();
      else startTransition(() => router.refresh());
    }, afterMs);
  };
  const rows = useRows({
    lines,
    rows: first,
    planVersion,
    urlOf: useCallback((wanted: string) => rowsUrl({ lines: wanted }), [rowsUrl]),
    onOthers: () => {
      say("Rows have changed. They are shown as they are now.");
      refresh();
    },
  });

  /** Whatever is known of rows may be wrong now; they are asked for again. */
  function forgetRows() {
    rows.take({ planBefore: planVersion, planVersion: 0 }, null);
  }

  function clearError() {
    if (!editor.current.holdsError) setError(null);
  }

  /** Takes what the server says of a change; what it refused is said in its words. */
  function takeAnswer(answer: Answer<EditAnswer>): boolean {
    if (!answer.ok) {
      setError(answer.message);
      forgetRows();
      return false;
    }
    clearError();
    const { value } = answer;
    rows.take(value, value.rows);
    const edited = value.rows?.find(({ line }) => line === value.line);
    if (edited) say(verdictOf(edited));
    else say(value.isLater ? "All rows are being judged anew." : "Done.");
    if (filter.show !== "all" || filter.issue || filter.column || filter.q) setIsOld(true);
    refresh(value.isLater ? 0 : REFRESH_MS);
    return true;
  }

  const change = (request: EditRequest) =>
    runInTurn(async () => takeAnswer(await sendEdit(editsUrl, request)));

  return {
    rows,
    said,
    say,
    error,
    setError,
    clearError,
    editor,
    isOld,
    setIsOld,
    isRefreshing,
    refresh,
    rowsUrl,
    editsUrl,
    runInTurn,
    forgetRows,
    takeAnswer,
    change,
  };
}

export type Desk = ReturnType<typeof useDesk>;
