import type { UseFormReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import type { OrganizationValues } from "@/lib/organizations/input";
import { DATE_STYLE_LABELS, DATE_STYLES } from "@/lib/organizations/locale";

type LocaleSectionProps = { form: UseFormReturn<OrganizationValues>; timeZones: string[] };

/** How an organization's messages tell moments. */
export function LocaleSection({ form, timeZones }: LocaleSectionProps) {
  const { errors } = form.formState;
  return (
    <Section
      title="Dates and times in messages"
      description="Such as until when a link is good. Pages and exports are in UTC."
    >
      <Field label="Time zone" error={errors.timeZone?.message}>
        {(control) => (
          <Select
            {...control}
            {...form.register("timeZone")}
            options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
          />
        )}
      </Field>
      <Field label="Dates" error={errors.dateStyle?.message}>
        {(control) => (
          <Select
            {...control}
            {...form.register("dateStyle")}
            options={DATE_STYLES.map((style) => ({ value: style, label: DATE_STYLE_LABELS[style] }))}
          />
        )}
      </Field>
    </Section>
  );
}
