"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { FirstPasswordValues } from "@/components/credentials/first-password";
import { ForAllRows, type TypedPasswords, type TypedRights } from "@/components/typed-rows/for-all-rows";
import { focusAt } from "@/components/typed-rows/places";
import { TypedGrid } from "@/components/typed-rows/typed-grid";
import { TypedProblem } from "@/components/typed-rows/typed-problem";
import { TypedToolbar } from "@/components/typed-rows/typed-toolbar";
import { type CreateRows, useCreate } from "@/components/typed-rows/use-create";
import { isWrong, useIssues } from "@/components/typed-rows/use-issues";
import { type Place, useSheet } from "@/components/typed-rows/use-sheet";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { isChosen } from "@/lib/credentials/password-setting";
import type { RowField } from "@/lib/imports/columns/column-field";
import { type Draft, withinOffered } from "@/lib/imports/typed/draft";
import { isOfRow, readIssuePath, type TypedIssue } from "@/lib/imports/typed/issues";
import type { TypedChoices } from "@/lib/imports/typed/queries";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import { NO_SEATS } from "@/lib/services/given";

type TypedFormProps = {
  org: string;
  draft: Draft;
  /** Whether the draft was there before this page was opened. */
  isKept: boolean;
  /** Whether the same draft is being typed in another tab. */
  isElsewhere: boolean;
  choices: TypedChoices;
  mayCreate: boolean;
  rights: TypedRights | null;
  passwords: TypedPasswords | null;
  create: CreateRows;
  keep: (draft: Draft) => void;
  forget: { quietly: () => void; andStartAnew: () => void };
};

const ANEW = "start-anew";

/** The form of many rows: what can be done with them, the rows, and what becomes of them. */
export function TypedForm(props: TypedFormProps) {
  const {
    org,
    draft,
    isElsewhere,
    choices,
    mayCreate,
    rights,
    passwords,
    create,
    keep: keepDraft,
    forget,
  } = props;
  const [isKept] = useState(props.isKept);
  const [grants, setGrants] = useState<Grants | null>(() =>
    rights && draft.grants ? withinOffered(draft.grants, rights.offered) : OWN_ACCOUNT_ONLY,
  );
  const chosen = useRef(grants);
  const keep = useCallback(
    ({ id, columns, rows }: Draft) =>
      keepDraft({ id, columns, rows, ...(chosen.current ? { grants: chosen.current } : {}) }),
    [keepDraft],
  );
  const [seats, setSeats] = useState(NO_SEATS);
  const [first, setFirst] = useState<FirstPasswordValues>({ setting: "link", password: "", bySms: false });
  const table = useRef<HTMLTableElement>(null);
  const place = useRef<Place>({ row: 0, column: 0 });
  const sheet = useSheet(draft, keep, choices.properties);
  const { issues, tell, check } = useIssues(choices);
  const { send, busy, problem, chosenAnew } = useCreate({
    org,
    id: draft.id,
    create,
    refused,
    done: forget.quietly,
  });
  const wrong = sheet.sheet.rows.filter(({ id }) => isWrong(issues[id])).length;
  const people = sheet.filled === 1 ? "1 user" : `${formatCount(sheet.filled)} users`;

  useEffect(() => {
    if (!isKept) focusAt(table.current, { row: 0, column: 0 });
  }, [isKept]);

  function choose(given: Grants | null) {
    setGrants(given);
    chosen.current = given;
    if (given) chosenAnew("grants");
    keep({ id: draft.id, ...sheet.current.current });
  }

  function refused(issues: TypedIssue[]) {
    const found = issues.filter(isOfRow);
    sheet.addColumns(found.map(({ path }) => readIssuePath(path).field as RowField));
    tell(found, sheet.current.current.rows);
  }

  function showFirst() {
    const first = table.current?.querySelector<HTMLInputElement>("input[aria-invalid]");
    first?.scrollIntoView({ block: "center", inline: "center" });
    first?.focus();
  }

  function press(onError: "refuse" | "skip") {
    if (busy || sheet.filled === 0) return;
    void send(sheet.current.current, {
      onError,
      grants,
      seats,
      setting: first.setting,
      ...(isChosen(first.setting) ? { password: first.password } : {}),
    });
  }

  function removeRow(row: number) {
    sheet.removeRow(row);
    requestAnimationFrame(() => focusAt(table.current, { ...place.current, row: Math.max(0, row - 1) }));
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {isKept && (
        <Alert tone="info" title="These rows were kept since you typed them">
          This browser keeps them until they are created, or until you start anew.
        </Alert>
      )}
      {isElsewhere && (
        <Alert tone="warning" live title="These rows are being typed in another tab too">
          Go on in one of the two: this browser keeps what was typed last.
        </Alert>
      )}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <TypedToolbar
          sheet={sheet.sheet}
          mandatory={choices.mandatory}
          properties={choices.properties}
          showColumns={sheet.showColumns}
          fill={() => sheet.fill(place.current)}
          addRow={sheet.addRow}
          removeRow={() => removeRow(place.current.row)}
          undo={sheet.undo}
        />
        <Button size="sm" variant="ghost" {...opens(ANEW)}>
          Start anew
        </Button>
      </div>
      <div className="grid gap-1 text-dense">
        <p className="text-muted">
          Enter and the arrows go down and up. Pasted cells go to the right and down from the cell you are in.{" "}
          {choices.phoneCountry
            ? `Phones without a country code are read as numbers of ${choices.phoneCountry}.`
            : "Write phones with their country code."}
        </p>
        <p role="status">{sheet.said}</p>
      </div>
      <TypedGrid
        sheet={sheet.sheet}
        issues={issues}
        mandatory={choices.mandatory}
        roles={choices.roles}
        properties={choices.properties}
        table={table}
        place={place}
        write={sheet.write}
        left={check}
        paste={sheet.paste}
        addRow={sheet.addRow}
        removeRow={removeRow}
      />
      {problem && (
        <TypedProblem
          org={org}
          importId={draft.id}
          problem={problem}
          wrong={wrong}
          right={sheet.filled - wrong}
          showFirst={showFirst}
          leaveOut={() => press("skip")}
        />
      )}
      <ForAllRows
        org={org}
        rights={rights}
        grants={grants}
        chooseGrants={choose}
        seats={seats}
        chooseSeats={setSeats}
        people={sheet.filled}
        passwords={passwords}
        first={first}
        changeFirst={setFirst}
        problem={problem}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          pending={busy}
          aria-disabled={sheet.filled === 0}
          onClick={() => press("refuse")}
        >
          {mayCreate ? `Create ${people}` : `Prepare ${people}`}
        </Button>
        <span className="text-muted">
          {mayCreate
            ? "They are pending until they activate their accounts."
            : "An admin looks them over and imports them."}
        </span>
      </div>
      <ConfirmDialog id={ANEW} title="Start anew?" confirmLabel="Start anew" action={forget.andStartAnew}>
        <p>
          {sheet.filled === 0
            ? "The empty rows go."
            : `What you typed for ${people} goes, and cannot be had back.`}
        </p>
      </ConfirmDialog>
    </div>
  );
}
