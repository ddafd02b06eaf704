import { Line, Specimen } from "@/app/(development)/components/specimen";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { TextInput } from "@/components/ui/text-input";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

export function Layout() {
  return (
    <>
      <Specimen
        name="PageHeader"
        from="@/components/ui/page-header"
        note="The head of this page is one. It holds the page's only h1, so another is not drawn here."
        props={{
          title: "ReactNode",
          description: "ReactNode",
          breadcrumbs: "{ label, href }[]: the pages above, the topmost first",
          meta: "ReactNode beside the title",
          actions: "ReactNode: buttons, the primary one last",
        }}
      />
      <Specimen
        name="Tabs"
        from="@/components/ui/tabs"
        props={{ label: "string", tabs: "{ label, href, current?, count? }[]" }}
      >
        <Tabs
          label="Parts of a person"
          tabs={[
            { label: "Details", href: "/components", current: true },
            { label: "Permissions", href: "/components?tab=permissions", count: 14 },
            { label: "Messages", href: "/components?tab=messages" },
            { label: "History", href: "/components?tab=history" },
          ]}
        />
      </Specimen>
      <Specimen
        name="Card"
        from="@/components/ui/card"
        props={{
          "title, description": "ReactNode",
          actions: "ReactNode at the far end",
          footer: "ReactNode under a rule",
          padded: "boolean, default true",
        }}
      >
        <Card
          title="Domains"
          description="Usernames end in one of these."
          actions={<Button size="sm">Add domain</Button>}
          footer={
            <>
              <Button variant="ghost">Cancel</Button>
              <Button variant="primary">Save</Button>
            </>
          }
        >
          <Line>
            acme.example
            <Badge tone="success" shape="check">
              Primary
            </Badge>
          </Line>
        </Card>
      </Specimen>
      <Specimen
        name="Section"
        from="@/components/ui/section"
        props={{ title: "ReactNode", description: "ReactNode", children: "fields" }}
      >
        <Section title="Name" description="As people see it in messages and lists.">
          <Field label="First name">{(control) => <TextInput {...control} />}</Field>
          <Field label="Last name">{(control) => <TextInput {...control} />}</Field>
        </Section>
      </Specimen>
      <Specimen
        name="VisuallyHidden, SkipLink"
        from="@/components/ui/visually-hidden, @/components/ui/skip-link"
        props={{
          children: "VisuallyHidden: words for screen readers alone",
          targetId: "SkipLink: default main",
        }}
      >
        <VisuallyHidden>Only screen readers find this.</VisuallyHidden>
      </Specimen>
    </>
  );
}
