import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TOKEN_DAYS_CHOICES, TOKEN_DAYS_USUAL } from "@/lib/scim/connection-input";

/** For how many days a token is good. */
export function DaysSelect() {
  return (
    <Field label="Good for" hint="Before it ends, make a new token here and put it in its place.">
      {(control) => (
        <Select
          {...control}
          name="expiresInDays"
          defaultValue={TOKEN_DAYS_USUAL}
          options={TOKEN_DAYS_CHOICES.map((days) => ({ value: String(days), label: `${days} days` }))}
        />
      )}
    </Field>
  );
}
