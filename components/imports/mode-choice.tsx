import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { IMPORT_MODE_LABELS, IMPORT_MODES, type ImportMode, type MatchKey } from "@/lib/imports/plan/modes";
import { USER_FIELD_INFO } from "@/lib/users/fields";

type Props = {
  mode: ImportMode;
  chooseMode: (mode: ImportMode) => void;
  matchKey: MatchKey;
  /** The keys that the file has. */
  matchKeys: MatchKey[];
  chooseMatchKey: (key: MatchKey) => void;
};

/** What is to be done with people who are there already, and by what they are found. */
export function ModeChoice({ mode, chooseMode, matchKey, matchKeys, chooseMatchKey }: Props) {
  return (
    <div className="grid max-w-3xl gap-5 sm:grid-cols-2">
      <Field
        label="What to do"
        hint={
          mode === "createOnly"
            ? "People who are in the directory already stay as they are."
            : "A blank cell changes nothing; #clear empties an optional field."
        }
      >
        {(control) => (
          <Select
            {...control}
            value={mode}
            options={IMPORT_MODES.map((value) => ({ value, label: IMPORT_MODE_LABELS[value] }))}
            onChange={(event) => chooseMode(event.target.value as ImportMode)}
          />
        )}
      </Field>
      <Field label="Find people by" hint="A row without it is found by its access email.">
        {(control) => (
          <Select
            {...control}
            value={matchKey}
            options={matchKeys.map((value) => ({ value, label: USER_FIELD_INFO[value].label }))}
            onChange={(event) => chooseMatchKey(event.target.value as MatchKey)}
          />
        )}
      </Field>
    </div>
  );
}
