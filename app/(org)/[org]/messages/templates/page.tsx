import type { Metadata } from "next";
import { MessageTabs } from "@/components/messages/message-tabs";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { dayInWords } from "@/components/ui/dates";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { SoftLinks } from "@/components/ui/soft-links";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { KIND_INFO, METHOD_LABELS } from "@/lib/messages/kinds";
import { listTemplates, type Template } from "@/lib/messages/template-queries";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Message templates" };

export default async function TemplatesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "messages.read");
  const templates = await listTemplates(actor);
  return (
    <>
      <PageHeader
        title="Messages"
        description="The words of what people get. They are Rollcall’s until you write your own."
        actions={
          can(actor, "messages.templates.update") && (
            <Button href={routes.messageTemplate(org, "new")} variant="primary" icon={<Icon name="plus" />}>
              New template
            </Button>
          )
        }
      />
      <MessageTabs org={org} current="templates" />
      <div data-soft="">
        <Table caption="Message templates" stacked labels={["", "What for", "Sent by", "Words"]}>
          <TableHead>
            <HeaderCell>Template</HeaderCell>
            <HeaderCell>What for</HeaderCell>
            <HeaderCell>Sent by</HeaderCell>
            <HeaderCell>Words</HeaderCell>
          </TableHead>
          <TableBody>
            {templates.map((template) => (
              <Row key={template.key}>
                <th scope="row">
                  <a href={routes.messageTemplate(org, template.key)}>{template.name}</a>
                </th>
                <Cell>{KIND_INFO[template.kind].description}</Cell>
                <Cell nowrap>{methodsInWords(template)}</Cell>
                <Cell>
                  <Words template={template} />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </div>
      <SoftLinks />
    </>
  );
}

const methodsInWords = ({ kind, smsBody }: Template) =>
  KIND_INFO[kind].methods
    .filter((method) => method === "email" || smsBody !== "")
    .map((method) => METHOD_LABELS[method])
    .join(", ");

function Words({ template: { id, savedBy, savedAt } }: { template: Template }) {
  if (!id) return <Badge variant="outline">Rollcall’s own</Badge>;
  return (
    <span>
      {savedBy}
      {savedAt && <span className="block text-dense text-muted">{dayInWords(savedAt)}</span>}
    </span>
  );
}
