import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { ALL_WEBHOOK_EVENTS, WEBHOOK_EVENTS, type WebhookEventType } from "@/lib/webhooks/event-types";
import type { WebhookGiven } from "@/lib/webhooks/input";

export type WebhookProblems = Partial<Record<string, string>>;

type WebhookFieldsProps = { given?: WebhookGiven; problems: WebhookProblems };

const GROUPS = [
  { label: "People", prefix: "user." },
  { label: "Imports", prefix: "import." },
];

/** What a webhook is called, where it sends, and what it is told of. */
export function WebhookFields({ given, problems }: WebhookFieldsProps) {
  return (
    <>
      <Field label="Name" hint="Such as the program that is told." error={problems.name} required>
        {(control) => (
          <TextInput {...control} name="name" defaultValue={given?.name} maxLength={100} autoComplete="off" />
        )}
      </Field>
      <Field
        label="Address"
        hint="Begins with https://. Requests go to the public internet only, and redirects are not followed."
        error={problems.url}
        required
      >
        {(control) => (
          <TextInput
            {...control}
            name="url"
            defaultValue={given?.url}
            inputMode="url"
            maxLength={2000}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="font-medium">Events</legend>
        <p className="mb-1.5 text-dense text-muted">
          Tick none for all of them, those of later versions too.
        </p>
        {GROUPS.map(({ label, prefix }) => (
          <details key={prefix} open={given?.eventTypes.some((type) => type.startsWith(prefix))}>
            <summary className="cursor-pointer font-medium">{label}</summary>
            <div className="mt-2 grid gap-2 ps-4">
              {ALL_WEBHOOK_EVENTS.filter((type) => type.startsWith(prefix)).map((type) => (
                <Checkbox
                  key={type}
                  name="eventTypes"
                  value={type}
                  label={<code className="text-dense">{type}</code>}
                  hint={WEBHOOK_EVENTS[type]}
                  defaultChecked={given?.eventTypes.includes(type)}
                />
              ))}
            </div>
          </details>
        ))}
      </fieldset>
    </>
  );
}

/** What stands in the fields. */
export function readFields(form: FormData): WebhookGiven {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const isTicked = (type: WebhookEventType) => form.getAll("eventTypes").includes(type);
  return { name: text("name"), url: text("url"), eventTypes: ALL_WEBHOOK_EVENTS.filter(isTicked) };
}
