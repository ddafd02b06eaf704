"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ModeChoice } from "@/components/imports/mode-choice";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { askAboutChoice } from "@/lib/imports/columns/questions";
import { type ImportMode, MATCH_KEYS, type MatchKey } from "@/lib/imports/plan/modes";
import type { Result } from "@/lib/result";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";

export type MatcherColumn = {
  index: number;
  header: string;
  how: "exact" | "known" | "suggested" | "none" | "ignored";
  field: UserField | null;
  samples: string[];
};

type Choice = {
  importId: string;
  matching: (UserField | null)[];
  hasHeader: boolean;
  defaultCountry: string | null;
  mode: ImportMode;
  matchKey: MatchKey;
};

type Props = {
  org: string;
  importId: string;
  columns: MatcherColumn[];
  mandatory: UserField[];
  /** Null when only a person can tell. */
  hasHeader: boolean | null;
  firstRow: string[];
  countries: { value: string; label: string }[];
  defaultCountry: string | null;
  /** What was chosen before. */
  mode: ImportMode;
  matchKey: MatchKey | null;
  /** How the file was read, in words. */
  readAs: string;
  getUsers: (org: string, choice: Choice) => Promise<Result<unknown>>;
};

/** Which column is which field, with samples beside each, and what is still open. */
export function ColumnMatcher(props: Props) {
  const { columns, firstRow } = props;
  const router = useRouter();
  const [matching, setMatching] = useState(columns.map(({ field }) => field));
  const [hasHeader, setHasHeader] = useState(props.hasHeader);
  const [country, setCountry] = useState(props.defaultCountry ?? "");
  const [mode, setMode] = useState(props.mode);
  const [chosenKey, setChosenKey] = useState(props.matchKey);
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  const chosen = columns.map((column, index) => ({ ...column, field: matching[index] ?? null }));
  const matchKeys = MATCH_KEYS.filter((key) => key === "accessEmail" || matching.includes(key));
  const usualKey = matching.includes("username") ? "username" : "accessEmail";
  const matchKey = chosenKey && matchKeys.includes(chosenKey) ? chosenKey : usualKey;
  const mandatory = mode === "updateOnly" ? [matchKey] : props.mandatory;
  const questions = askAboutChoice(chosen, mandatory);
  const left = chosen.filter(({ field, how }) => field === null && how !== "ignored");
  const hasPassword = matching.includes("password");
  const hasPhone = matching.includes("mobilePhone") || matching.includes("businessPhone");

  function submit() {
    if (pending || questions.length > 0 || hasHeader === null) return;
    startTransition(async () => {
      const { org, importId } = props;
      const result = await props.getUsers(org, {
        importId,
        matching,
        hasHeader,
        defaultCountry: country || null,
        mode,
        matchKey,
      });
      setError(result.ok ? null : result.error.message);
      router.refresh();
    });
  }

  return (
    <div className="grid max-w-4xl gap-5">
      <p className="text-muted">{props.readAs}</p>
      {props.hasHeader === null && (
        <Alert tone="warning" title="Is the first row a header?">
          <p>
            It reads: {firstRow.slice(0, 6).join(" · ")}. It looks like a person, so it would be imported as
            one.
          </p>
          <fieldset className="mt-2 flex flex-wrap gap-4">
            <legend className="sr-only">Is the first row a header?</legend>
            <HeaderChoice
              label="It is a person"
              checked={hasHeader === false}
              choose={() => setHasHeader(false)}
            />
            <HeaderChoice
              label="It is a header"
              checked={hasHeader === true}
              choose={() => setHasHeader(true)}
            />
          </fieldset>
        </Alert>
      )}
      <Table caption="Columns of the file" stacked>
        <TableHead>
          <HeaderCell>Column in the file</HeaderCell>
          <HeaderCell>What it holds</HeaderCell>
          <HeaderCell>Field</HeaderCell>
        </TableHead>
        <TableBody>
          {chosen.map((column, index) => (
            <Row key={column.index} muted={column.field === null}>
              <Cell strong>
                <span className="wrap-anywhere">{column.header.trim() || `Column ${index + 1}`}</span>
              </Cell>
              <Cell label="Holds" quiet>
                <span className="wrap-anywhere">
                  {column.samples.join(" · ") || "nothing in the first rows"}
                </span>
              </Cell>
              <Cell label="Field">
                <div className="flex items-center gap-2">
                  <Select
                    size="sm"
                    className="w-full sm:min-w-56"
                    aria-label={`Field for ${column.header.trim() || `column ${index + 1}`}`}
                    value={column.field ?? ""}
                    placeholder={
                      column.how === "ignored" ? "Left out: errors of an earlier import" : "Left out"
                    }
                    options={USER_FIELDS.map((field) => ({
                      value: field,
                      label: `${USER_FIELD_INFO[field].label}${mandatory.includes(field) ? " (mandatory)" : ""}`,
                    }))}
                    onChange={(event) => {
                      const field = (event.target.value || null) as UserField | null;
                      setMatching(matching.map((before, at) => (at === index ? field : before)));
                    }}
                  />
                  {column.how === "suggested" && column.field === columns[index]?.field && (
                    <Badge tone="info">Suggested</Badge>
                  )}
                </div>
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      {left.length > 0 && (
        <p className="text-muted">
          Left out: {left.map(({ header, index }) => header.trim() || `column ${index + 1}`).join(", ")}.
        </p>
      )}
      <ModeChoice
        mode={mode}
        chooseMode={setMode}
        matchKey={matchKey}
        matchKeys={matchKeys}
        chooseMatchKey={setChosenKey}
      />
      {hasPhone && (
        <Field
          label="Default country of phones"
          hint="For numbers without a country code. Without it, such numbers are errors: they are never guessed."
        >
          {(control) => (
            <Select
              {...control}
              className="max-w-sm"
              placeholder="None"
              value={country}
              options={props.countries}
              onChange={(event) => setCountry(event.target.value)}
            />
          )}
        </Field>
      )}
      {hasPassword && (
        <Alert tone="info" title="Passwords are checked and not kept">
          Passwords do not come in files yet. The people get a link with which they choose their own.
        </Alert>
      )}
      {questions.length > 0 && (
        <Alert tone="error" live title="Before the users can be read">
          <ul>
            {questions.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </Alert>
      )}
      {error && (
        <Alert tone="error" live>
          {error}
        </Alert>
      )}
      <div>
        <Button
          variant="primary"
          pending={pending}
          aria-disabled={questions.length > 0 || hasHeader === null}
          onClick={submit}
        >
          Get users
        </Button>
      </div>
    </div>
  );
}

function HeaderChoice({ label, checked, choose }: { label: string; checked: boolean; choose: () => void }) {
  return (
    <label className="flex items-center gap-2">
      <input type="radio" name="hasHeader" className="radio radio-sm" checked={checked} onChange={choose} />
      {label}
    </label>
  );
}
