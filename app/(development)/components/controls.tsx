import { Line, Specimen } from "@/app/(development)/components/specimen";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";
import { ICON_NAMES } from "@/components/ui/icon-names";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { Tooltip } from "@/components/ui/tooltip";

export function Controls() {
  return (
    <>
      <Specimen
        name="Button"
        from="@/components/ui/button"
        props={{
          variant: "primary | secondary (default) | ghost | danger | quiet-danger",
          size: "sm | md (default)",
          "icon, iconAfter": "ReactNode, 16 px",
          href: "string: a link that looks like a button, with all props of Link",
          pending: "boolean: a spinner over the words, presses to be ignored",
          "wide, square": "boolean: as wide as the container; for an icon alone",
          "…": "all attributes of <button>; type is button unless told otherwise",
        }}
      >
        <Line>
          <Button variant="primary" icon={<Icon name="plus" />}>
            Add person
          </Button>
          <Button icon={<Icon name="download" />}>Export</Button>
          <Button variant="ghost">Cancel</Button>
          <Button variant="danger">Remove 12 people</Button>
          <Button variant="quiet-danger">Suspend</Button>
          <Button href="/components">A link</Button>
        </Line>
        <Line>
          <Button variant="primary" size="sm">
            Small
          </Button>
          <Button size="sm">Small</Button>
          <Button variant="ghost" size="sm">
            Small
          </Button>
          <Button variant="primary" size="sm" pending>
            Saving
          </Button>
        </Line>
        <Line>
          <Button variant="primary" pending>
            Add person
          </Button>
          <Button pending>Export</Button>
          <Button variant="primary" disabled>
            Disabled
          </Button>
          <Button disabled>Disabled</Button>
          <Button variant="ghost" disabled>
            Disabled
          </Button>
        </Line>
      </Specimen>
      <Specimen
        name="IconButton"
        from="@/components/ui/icon-button"
        props={{
          icon: "ReactNode",
          label: "string: its name, also its tooltip",
          tooltipAlign: "start | center (default) | end",
          "…": "all props of Button; variant is ghost",
        }}
      >
        <Line>
          <IconButton icon={<Icon name="pencil" />} label="Edit" tooltipAlign="start" />
          <IconButton icon={<Icon name="pencil" />} label="Edit" size="sm" />
          <IconButton icon={<Icon name="trash" />} label="Remove" variant="quiet-danger" />
          <IconButton icon={<Icon name="plus" />} label="Add" variant="secondary" href="/components" />
        </Line>
      </Specimen>
      <Specimen
        name="SubmitButton"
        from="@/components/ui/submit-button"
        note="Client. Busy while the action of its form runs; a second press does nothing."
        props={{ "…": "all props of Button except href and type; variant is primary" }}
      >
        <form action={slowly}>
          <SubmitButton>Save changes</SubmitButton>
        </form>
      </Specimen>
      <Specimen
        name="CopyButton"
        from="@/components/ui/copy-button"
        note="Client."
        props={{
          text: "string to copy",
          label: "string, default Copy",
          icon: "ReactNode",
          size: "sm (default) | md",
        }}
      >
        <CopyButton text="ada@example.org" label="Copy username" />
      </Specimen>
      <Specimen
        name="Icon"
        from="@/components/ui/icon"
        note="Masks in the style sheet, drawn in the colour of the text: no client code, and one element each. Names are in ui/icon-names."
        props={{ name: "IconName", size: "14 | 16 (default) | 18 | 20", className: "string" }}
      >
        <ul className="grid grid-cols-2 gap-2 text-dense text-muted sm:grid-cols-4">
          {ICON_NAMES.map((name) => (
            <li key={name} className="flex items-center gap-2">
              <Icon name={name} className="text-base-content" />
              {name}
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen
        name="Link"
        from="@/components/ui/link"
        props={{
          variant: "text (default, underlined) | quiet (underlined when pointed at) | bare",
          prefetch: "boolean, default false",
          "…": "all props of next/link",
        }}
      >
        <Line>
          <Link href="/components">A link in prose</Link>
          <Link href="/components" variant="quiet">
            A link in a table
          </Link>
        </Line>
      </Specimen>
      <Specimen
        name="Kbd"
        from="@/components/ui/kbd"
        note="To make keys work, set data-shortcut='mod+k' on the control: it is focused if it is an input, else pressed."
        props={{ keys: "string such as mod+k, enter, esc", className: "string" }}
      >
        <Line>
          <Kbd keys="mod+k" />
          <Kbd keys="mod+shift+e" />
          <Kbd keys="enter" />
          <Kbd keys="esc" />
        </Line>
      </Specimen>
      <Specimen
        name="Tooltip"
        from="@/components/ui/tooltip"
        props={{
          text: "string",
          id: "string: give it to the trigger's aria-describedby",
          side: "bottom (default) | top",
          align: "start | center (default) | end",
          decorative: "boolean: the trigger already has these words as its name",
          children: "the trigger, focusable",
        }}
      >
        <Tooltip text="Invited, but never activated the account." id="tip" align="start">
          <Button aria-describedby="tip">What is pending?</Button>
        </Tooltip>
      </Specimen>
    </>
  );
}

async function slowly() {
  "use server";
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}
