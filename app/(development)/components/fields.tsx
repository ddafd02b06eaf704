import { Line, Specimen } from "@/app/(development)/components/specimen";
import { Checkbox } from "@/components/ui/checkbox";
import { ControlGroup, ControlText } from "@/components/ui/control-group";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";

import { Link } from "@/components/ui/link";
import { LiveForm } from "@/components/ui/live-form";
import { PasswordInput } from "@/components/ui/password-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";

export function Fields() {
  return (
    <>
      <Specimen
        name="Field"
        from="@/components/ui/field"
        note="Around every control. Its child is a function that gets { id, required, aria-describedby, aria-invalid } to spread on the control."
        props={{
          label: "ReactNode",
          hint: "ReactNode: stays in sight, unlike a placeholder",
          error: "string | string[]: all that is wrong",
          required: "boolean: sets the control's attribute",
          optional: "boolean: says so beside the label",
          aside: "ReactNode at the far end of the label",
          id: "string, else made",
          children: "(control: FieldControl) => ReactNode",
        }}
      >
        <div className="grid max-w-md gap-4">
          <Field label="First name" required>
            {(control) => <TextInput {...control} name="firstName" autoComplete="off" />}
          </Field>
          <Field label="Mobile phone" optional hint="With the country code, such as +44 20 7455 9485.">
            {(control) => <TextInput {...control} name="mobile" type="tel" placeholder="+44 …" />}
          </Field>
          <Field
            label="Access email"
            error={["Not an e-mail address.", "The domain acme.example is not yours."]}
          >
            {(control) => <TextInput {...control} name="email" defaultValue="ada@acme" />}
          </Field>
        </div>
      </Specimen>
      <Specimen
        name="TextInput, Textarea, PasswordInput"
        from="@/components/ui/text-input, @/components/ui/textarea, @/components/ui/password-input"
        note="PasswordInput is client: it has its own Show."
        props={{
          size: "sm | md (default)",
          "prefix, suffix": "ReactNode inside the box",
          "…": "all attributes of <input> or <textarea>",
        }}
      >
        <div className="grid max-w-md gap-3">
          <TextInput aria-label="Small" size="sm" placeholder="Small" />
          <TextInput aria-label="Amount" prefix="£" suffix="a month" defaultValue="1,200" />
          <TextInput aria-label="Disabled" disabled defaultValue="Disabled" />
          <TextInput aria-label="Read only" readOnly defaultValue="Read only" />
          <PasswordInput aria-label="Password" defaultValue="correct horse" />
          <Textarea aria-label="Note" placeholder="What should they know?" />
        </div>
      </Specimen>
      <Specimen
        name="Select"
        from="@/components/ui/select"
        props={{
          options: "{ value, label, disabled? }[]",
          placeholder: "string: a first entry with the empty value",
          size: "sm | md (default)",
          "…": "all attributes of <select>",
        }}
      >
        <Line>
          <Select aria-label="Role" options={roles} className="w-52!" defaultValue="user" />
          <Select aria-label="Any role" options={roles} placeholder="Any role" size="sm" className="w-40!" />
          <Select aria-label="Disabled" options={roles} disabled className="w-40!" />
        </Line>
      </Specimen>
      <Specimen
        name="ControlGroup, ControlText"
        from="@/components/ui/control-group"
        note="Controls that share their edges; give each the class join-item."
        props={{ children: "controls and ControlText" }}
      >
        <div className="max-w-md">
          <Field label="Username">
            {(control) => (
              <ControlGroup>
                <TextInput {...control} className="join-item" defaultValue="ada.lovelace" />
                <ControlText>@</ControlText>
                <Select aria-label="Domain" className="join-item" options={domains} />
              </ControlGroup>
            )}
          </Field>
        </div>
      </Specimen>
      <Specimen
        name="Checkbox, Switch"
        from="@/components/ui/checkbox, @/components/ui/switch"
        note="A checkbox is sent with its form; a switch takes effect at once."
        props={{
          label: "ReactNode",
          hint: "ReactNode",
          error: "string | string[]",
          "…": "all attributes of <input>",
        }}
      >
        <div className="grid max-w-md gap-3">
          <Checkbox label="Add to the global address book" defaultChecked name="book" />
          <Checkbox label="Send login details by SMS" hint="Needs a mobile phone." name="sms" />
          <Checkbox label="I have read what will happen" error="Tick this to go on." name="read" />
          <Checkbox label="Not yours to change" disabled name="fixed" />
          <Switch
            label="Require a second factor"
            hint="For everyone, from their next sign-in."
            defaultChecked
          />
          <Switch label="Off" />
          <Switch label="Off, not yours to change" disabled />
        </div>
      </Specimen>
      <Specimen
        name="RadioGroup"
        from="@/components/ui/radio-group"
        props={{
          legend: "ReactNode",
          name: "string",
          options: "{ value, label, hint?, disabled? }[]",
          defaultValue: "string",
          "hint, error, required": "as in Field",
          variant: "list (default) | cards for a decision",
        }}
      >
        <div className="grid gap-8 sm:grid-cols-2">
          <RadioGroup
            legend="Password"
            name="password"
            variant="cards"
            defaultValue="link"
            options={passwords}
          />
          <RadioGroup
            legend="Match people by"
            name="key"
            options={keys}
            defaultValue="username"
            error="Choose one."
          />
        </div>
      </Specimen>
      <Specimen
        name="SearchField, LiveForm"
        from="@/components/ui/search-field, @/components/ui/live-form"
        note="LiveForm is client: the page's address follows as one types (text after a rest, the others at once). Without script it is a GET form."
        props={{
          label: "SearchField: its name for screen readers",
          size: "SearchField: sm | md (default)",
          shortcut: "SearchField: keys that bring the focus here, such as mod+k",
          action: "LiveForm: the path the fields become the query of",
          delayMs: "LiveForm: the rest, default 180",
          "…": "all attributes of <input> or <form>",
        }}
      >
        <LiveForm action="/components" className="flex max-w-xl flex-wrap gap-2">
          <SearchField
            label="Search people"
            name="q"
            placeholder="Name, e-mail or username"
            size="sm"
            className="flex-1"
          />
          <Select
            aria-label="Role"
            name="role"
            options={roles}
            placeholder="Any role"
            size="sm"
            className="w-40!"
          />
        </LiveForm>
        <p className="mt-3 text-dense text-muted">
          A form in the address: <Link href="/components?q=ada">one that is filled in</Link>.
        </p>
      </Specimen>
      <Specimen
        name="FormBody"
        from="@/components/ui/form-body"
        note="Client. Around all that is in a form which only script can send: disabled until script runs, and it says so where none does."
        props={{ children: "the fields and buttons of the form" }}
      >
        <form className="grid max-w-md gap-3">
          <FormBody>
            <Field label="Company">{(control) => <TextInput {...control} name="company" />}</Field>
          </FormBody>
        </form>
      </Specimen>
    </>
  );
}

const roles = [
  { value: "admin", label: "Organization admin" },
  { value: "viewer", label: "View-only admin" },
  { value: "billing", label: "Billing admin", disabled: true },
  { value: "user", label: "User" },
];

const domains = [
  { value: "acme.example", label: "acme.example" },
  { value: "acme.test", label: "acme.test" },
];

const passwords = [
  { value: "link", label: "They choose their own", hint: "A link by e-mail, good for 7 days." },
  { value: "generate", label: "Generate and e-mail", hint: "Works once; nobody here sees it." },
  { value: "choose", label: "I choose it", hint: "Not while a file is imported.", disabled: true },
];

const keys = [
  { value: "username", label: "Username" },
  { value: "email", label: "Access email" },
  { value: "code", label: "Customer code", hint: "Yours, unique in this organization." },
];
