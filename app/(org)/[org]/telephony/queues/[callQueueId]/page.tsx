import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { addQueue, dropQueue, saveQueue } from "@/app/(org)/[org]/telephony/actions";
import { QueueForm } from "@/components/telephony/queue-form";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { newId } from "@/lib/ids";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { findQueue, queueCandidates } from "@/lib/telephony/queue-queries";

export const metadata: Metadata = { title: "Queue" };

type Props = { params: Promise<{ org: string; callQueueId: string }> };

export default async function QueuePage({ params }: Props) {
  const { org, callQueueId: queueId } = await params;
  const isNew = queueId === "new";
  const actor = await requireActor(org, isNew ? "telephony.update" : "telephony.read");
  const queue = isNew ? null : await findQueue(actor, queueId);
  if (!isNew && !queue) notFound();
  const mayChange = can(actor, "telephony.update");
  return (
    <>
      <PageHeader
        title={queue?.name ?? "New queue"}
        breadcrumbs={[{ label: "Queues", href: routes.queues(org) }]}
      />
      <QueueForm
        key={`${queueId} ${queue?.version}`}
        org={org}
        id={queue?.id ?? newId()}
        version={queue?.version ?? null}
        first={{
          number: queue?.number ?? "",
          name: queue?.name ?? "",
          strategy: queue?.strategy ?? "ringAll",
          voicemail: queue?.voicemail ?? false,
        }}
        members={queue?.members ?? []}
        candidates={mayChange ? await queueCandidates(actor) : []}
        readOnly={!mayChange}
        actions={{ add: addQueue, save: saveQueue, drop: dropQueue }}
      />
    </>
  );
}
