import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import * as actions from "@/app/(org)/[org]/connections/actions";
import { AllowLeavers } from "@/components/connections/allow-leavers";
import { ChoiceForm } from "@/components/connections/choice-form";
import { ConflictsTable } from "@/components/connections/conflicts-table";
import { ConnectionButtons } from "@/components/connections/connection-buttons";
import { ConnectionForm, type ConnectionValues } from "@/components/connections/connection-form";
import { GroupsPanel } from "@/components/connections/groups-panel";
import { RunsTable } from "@/components/connections/runs-table";
import { Alert } from "@/components/ui/alert";
import { timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { ATTRIBUTES, KIND_LABELS } from "@/lib/sync/kinds";
import { findConnection, findLeaving } from "@/lib/sync/queries";

export const metadata: Metadata = { title: "Directory" };

type Props = { params: Promise<{ org: string; syncConnectionId: string }> };

const BLANK: ConnectionValues = {
  kind: "entra",
  name: "Microsoft Entra",
  secret: "",
  tenant: "",
  client: "",
  cloud: "global",
  loginUrl: "",
  graphUrl: "",
  proof: "secret",
  url: "",
  bindDn: "",
  baseDn: "",
  filter: "",
  groupFilter: "",
  authority: "",
};

export default async function ConnectionPage({ params }: Props) {
  const { org, syncConnectionId: connectionId } = await params;
  const isNew = connectionId === "new";
  const actor = await requireActor(org, isNew ? "connections.update" : "connections.read");
  const breadcrumbs = [{ label: "Directories", href: routes.connections(org) }];
  if (isNew)
    return (
      <>
        <PageHeader
          title="Connect a directory"
          description="Nothing comes yet: first you test the connection, then you look at whom it would bring."
          breadcrumbs={breadcrumbs}
        />
        <ConnectionForm
          first={BLANK}
          readOnly={false}
          hrefOf={routes.connections(org)}
          org={org}
          connectionId={null}
          actions={{ connect: actions.connect, change: actions.changeConnection }}
        />
      </>
    );
  const found = await findConnection(actor, connectionId);
  if (!found) notFound();
  const readOnly = !can(actor, "connections.update");
  const waiting = found.runs.find(({ state }) => state === "waiting");
  const leaving = waiting ? await findLeaving(actor, connectionId) : [];
  return (
    <>
      <PageHeader
        title={found.name}
        description={`${KIND_LABELS[found.kind]}. What it does is done in the name of ${found.madeBy}, with the rights that they have by then. Times are UTC.`}
        breadcrumbs={breadcrumbs}
      />
      {found.pausedBecause && (
        <div className="mb-5 max-w-3xl">
          <Alert tone="warning" title="Paused">
            {found.pausedBecause}
          </Alert>
        </div>
      )}
      {found.testedAt && found.testProblem && (
        <div className="mb-5 max-w-3xl">
          <Alert tone="error" title={`The last test did not work, ${timeInWords(found.testedAt)}`}>
            {found.testProblem}
          </Alert>
        </div>
      )}
      {waiting && (
        <AllowLeavers
          org={org}
          connectionId={connectionId}
          runId={waiting.id}
          count={waiting.leaving}
          names={namesOf(leaving, waiting.leaving)}
          mayAllow={!readOnly && can(actor, "users.suspend")}
          allow={actions.allowLeavers}
        />
      )}
      {!readOnly && (
        <ConnectionButtons
          org={org}
          id={connectionId}
          name={found.name}
          isImported={found.isImported}
          isPaused={found.pausedBecause !== null}
          people={`${formatCount(found.people)} people`}
          listHref={routes.connections(org)}
          actions={{
            test: actions.testConnection,
            start: actions.startRun,
            pause: actions.pauseConnection,
            resume: actions.resumeConnection,
            remove: actions.removeConnection,
          }}
        />
      )}
      <Part title="Runs">
        <RunsTable runs={found.runs} importHref={(id) => routes.import(org, id)} />
      </Part>
      {found.issues.length > 0 && (
        <Part title="Who could not be taken over">
          <ul className="divide-y divide-line rounded-box border border-line">
            {found.issues.map(({ name, issue }) => (
              <li key={`${name} ${issue}`} className="px-4 py-2.5">
                <span className="font-medium">{name}</span> <span className="text-muted">{issue}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="Conflicts">
        <ConflictsTable conflicts={found.conflicts} userHref={(id) => routes.user(org, id)} />
      </Part>
      <Part title="Groups">
        <GroupsPanel
          org={org}
          connectionId={connectionId}
          groups={found.groups}
          ownGroups={found.ownGroups}
          readOnly={readOnly}
          actions={{ find: actions.findGroups, map: actions.mapGroup, unmap: actions.unmapGroup }}
        />
      </Part>
      <Part title="What comes from where">
        <ChoiceForm
          key={found.version}
          org={org}
          connectionId={connectionId}
          choice={found.choice}
          fields={found.fields}
          attributes={ATTRIBUTES[found.kind]}
          readOnly={readOnly}
          save={actions.saveChoice}
        />
      </Part>
      <Part title="Connection">
        <ConnectionForm
          key={found.version}
          first={{ ...BLANK, ...found.settings, kind: found.kind, name: found.name }}
          readOnly={readOnly}
          hrefOf={routes.connections(org)}
          org={org}
          connectionId={connectionId}
          actions={{ connect: actions.connect, change: actions.changeConnection }}
        />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-8">
      <h2 className="mb-3 text-[0.9375rem] font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function namesOf(names: string[], count: number): string {
  const more = count - names.length;
  return more > 0 ? `${names.join(", ")} and ${formatCount(more)} more` : names.join(", ");
}
