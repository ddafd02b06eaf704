import { ShownOnceDemo } from "@/app/(development)/components/shown-once-demo";
import { Line, Specimen } from "@/app/(development)/components/specimen";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { closes, opens } from "@/components/ui/invoker";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { TextInput } from "@/components/ui/text-input";

export function Overlays() {
  return (
    <>
      <Specimen
        name="Menu, MenuItem, MenuSeparator"
        from="@/components/ui/menu"
        note="Server-drawn; the browser opens it, Enhance moves in it."
        props={{
          label: "Menu: the words on the button, or its name",
          "icon, iconOnly": "Menu: ReactNode; boolean",
          align: "Menu: end (default) | start",
          "variant, size": "Menu: as Button",
          href: "MenuItem: a link; else a button, with form, name, value or opens(id)",
          "icon, tone, shortcut": "MenuItem: ReactNode; danger; keys shown at the end",
        }}
      >
        <Line>
          <Menu label="Actions" align="start">
            <Items />
          </Menu>
          <Menu label="More actions" icon={<Icon name="ellipsis" />} iconOnly variant="ghost" align="start">
            <Items />
          </Menu>
        </Line>
      </Specimen>
      <Specimen
        name="Dialog, DialogActions"
        from="@/components/ui/dialog, @/components/ui/invoker"
        note="Opened by <Button {...opens('id')}>."
        props={{
          id: "string",
          title: "ReactNode",
          size: "md (default) | lg",
          lightDismiss: "boolean, default true: a press outside closes it",
          cross: "boolean, default true",
        }}
      >
        <Button {...opens("demo-dialog")}>Rename group</Button>
        <Dialog id="demo-dialog" title="Rename group" lightDismiss={false}>
          <form method="dialog">
            <Field label="Name" required>
              {(control) => <TextInput {...control} name="name" defaultValue="Field engineers" />}
            </Field>
            <DialogActions>
              <Button {...closes("demo-dialog")}>Cancel</Button>
              <Button type="submit" variant="primary">
                Rename
              </Button>
            </DialogActions>
          </form>
        </Dialog>
      </Specimen>
      <Specimen
        name="ConfirmDialog"
        from="@/components/ui/confirm-dialog"
        props={{
          id: "string",
          title: "string: the question, with number and name",
          children: "what will happen, in numbers",
          confirmLabel: "string: the verb again",
          action: "(form) => what went wrong, null when it is done; then it closes",
          values: "Record<string, string>: hidden fields",
          typedWord: "string to type first",
          destructive: "boolean, default true",
        }}
      >
        <Line>
          <Button variant="quiet-danger" {...opens("demo-confirm")}>
            Remove 12 people
          </Button>
          <Button variant="quiet-danger" {...opens("demo-typed")}>
            Close the organization
          </Button>
        </Line>
        <ConfirmDialog
          id="demo-confirm"
          title="Remove 12 people from Acme?"
          confirmLabel="Remove 12 people"
          action={nothing}
        >
          <p>
            They are signed out at once, 12 seats become free, and 3 invitations that were not used stop
            working.
          </p>
          <p>You can take this back for 30 days.</p>
        </ConfirmDialog>
        <ConfirmDialog
          id="demo-typed"
          title="Close Acme for good?"
          confirmLabel="Close Acme"
          typedWord="acme"
          action={nothing}
          values={{ organization: "acme" }}
        >
          <p>431 people lose their access. This cannot be taken back.</p>
        </ConfirmDialog>
      </Specimen>
      <Specimen
        name="ShownOnce"
        from="@/components/ui/shown-once"
        note="Client. A dialog that makes a secret and shows it this once: closed, it has forgotten it."
        props={{
          id: "string",
          title: "string",
          "label, hint": "string: of the field with the secret",
          copyLabel: "string: the words on the button",
          note: "ReactNode below the secret",
          children: "(show: (secret: string) => void) => ReactNode: what makes it",
        }}
      >
        <ShownOnceDemo />
      </Specimen>
    </>
  );
}

function Items() {
  return (
    <>
      <MenuItem href="/components" icon={<Icon name="pencil" />}>
        Edit details
      </MenuItem>
      <MenuItem icon={<Icon name="send" />}>Resend the invitation</MenuItem>
      <MenuItem icon={<Icon name="ban" />} disabled>
        Suspend
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Icon name="trash" />} tone="danger" {...opens("demo-confirm")}>
        Remove
      </MenuItem>
    </>
  );
}

async function nothing() {
  "use server";
}
