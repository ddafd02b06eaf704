"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ColumnTable, type MatcherColumn } from "@/components/imports/column-table";
import { HeaderQuestion } from "@/components/imports/header-question";
import { ModeChoice } from "@/components/imports/mode-choice";
import { CountryChoice, DateOrderChoice } from "@/components/imports/reading-choices";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { type ColumnField, fieldsOfMatching, type RowField } from "@/lib/imports/columns/column-field";
import { askAboutChoice } from "@/lib/imports/columns/questions";
import { type ImportMode, MATCH_KEYS, type MatchKey } from "@/lib/imports/plan/modes";
import { propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import type { Result } from "@/lib/result";
import type { DateOrder } from "@/lib/users/date";

/** Whether a column holds days: the end of access, or a property that is a date. */
const isDated = (field: ColumnField | null, properties: readonly Property[]) =>
  field === "accessEndsAt" ||
  properties.some(({ id, type }) => type === "date" && field === propertyField(id));

type Choice = {
  importId: string;
  matching: (ColumnField | null)[];
  hasHeader: boolean;
  defaultCountry: string | null;
  dateOrder: DateOrder | null;
  mode: ImportMode;
  matchKey: MatchKey;
};

type Props = {
  org: string;
  importId: string;
  columns: MatcherColumn[];
  mandatory: RowField[];
  properties: Property[];
  /** Null when only a person can tell. */
  hasHeader: boolean | null;
  firstRow: string[];
  countries: { value: string; label: string }[];
  defaultCountry: string | null;
  dateOrder: DateOrder | null;
  /** What was chosen before. */
  mode: ImportMode;
  matchKey: MatchKey | null;
  getUsers: (org: string, choice: Choice) => Promise<Result<unknown>>;
};

/** Which column is which field, with samples beside each, and what is still open. */
export function ColumnMatcher(props: Props) {
  const { columns, firstRow, countries, properties } = props;
  const router = useRouter();
  const [matching, setMatching] = useState(columns.map(({ field }) => field));
  const [hasHeader, setHasHeader] = useState(props.hasHeader);
  const [country, setCountry] = useState(props.defaultCountry ?? "");
  const [chosenOrder, setDateOrder] = useState(props.dateOrder);
  const [mode, setMode] = useState(props.mode);
  const [chosenKey, setChosenKey] = useState(props.matchKey);
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  const chosen = columns.map((column, index) => ({ ...column, field: matching[index] ?? null }));
  const given = fieldsOfMatching(matching);
  const matchKeys = MATCH_KEYS.filter((key) => key === "accessEmail" || given.includes(key));
  const usualKey = given.includes("username") ? "username" : "accessEmail";
  const matchKey = chosenKey && matchKeys.includes(chosenKey) ? chosenKey : usualKey;
  const mandatory: RowField[] = mode === "updateOnly" ? [matchKey] : props.mandatory;
  const dated = chosen.find(({ field }) => isDated(field, properties));
  const proven = dated?.dates === "open" ? null : (dated?.dates ?? null);
  const dateOrder = dated ? (chosenOrder ?? proven) : null;
  const phones = chosen.filter(({ field }) => field === "mobilePhone" || field === "businessPhone");
  const questions = askAboutChoice(chosen, mandatory, properties).map(({ message }) => message);
  if (dated?.dates === "open" && !dateOrder)
    questions.push("Does the day or the month come first in the dates?");
  const left = chosen.filter(({ field, how }) => field === null && how !== "ignored");
  const isOpen = questions.length > 0 || hasHeader === null;

  function submit() {
    if (pending || questions.length > 0 || hasHeader === null) return;
    startTransition(async () => {
      const { org, importId } = props;
      const defaultCountry = country || null;
      const choice = { importId, matching, hasHeader, defaultCountry, dateOrder, mode, matchKey };
      const result = await props.getUsers(org, choice);
      setError(result.ok ? null : result.error.message);
      router.refresh();
    });
  }

  return (
    <div className="grid max-w-4xl gap-5">
      {props.hasHeader === null && (
        <HeaderQuestion firstRow={firstRow} hasHeader={hasHeader} choose={setHasHeader} />
      )}
      <ColumnTable
        columns={chosen}
        suggested={columns}
        mandatory={mandatory}
        properties={properties}
        choose={(index, field) => setMatching(matching.map((before, at) => (at === index ? field : before)))}
      />
      {left.length > 0 && (
        <p className="text-muted">
          Left out: {left.map(({ header, index }) => header.trim() || `column ${index + 1}`).join(", ")}.
        </p>
      )}
      {dated && <DateOrderChoice dates={dated.dates} order={dateOrder} choose={setDateOrder} />}
      <ModeChoice
        mode={mode}
        chooseMode={setMode}
        matchKey={matchKey}
        matchKeys={matchKeys}
        chooseMatchKey={setChosenKey}
      />
      {phones.length > 0 && (
        <CountryChoice
          country={country}
          countries={countries}
          suggested={phones.find((column) => column.country)?.country ?? null}
          choose={setCountry}
        />
      )}
      {questions.length > 0 && (
        <Alert tone="error" live title="Before the users can be read">
          <ul>
            {questions.map((message) => (
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
        <Button variant="primary" pending={pending} aria-disabled={isOpen} onClick={submit}>
          Get users
        </Button>
      </div>
    </div>
  );
}
