import type { Metadata } from "next";
import { headers } from "next/headers";
import { sendRequest } from "@/app/(org)/[org]/support/actions";
import { AskForm } from "@/components/support/ask-form";
import { RequestsTable } from "@/components/support/requests-table";
import { SupportStatus } from "@/components/support/support-status";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { requireActor } from "@/lib/auth/guard";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import {
  listOwnRequests,
  listRequests,
  REQUESTS_SHOWN,
  type RequestPage,
  supportNow,
} from "@/lib/support/queries";
import { REQUEST_STATES, type RequestState, STATE_LABELS } from "@/lib/support/states";

export const metadata: Metadata = { title: "Support" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function SupportPage({ params, searchParams }: Props) {
  const { org } = await params;
  const actor = await requireActor(org, "support.ask");
  const { state: asked } = await searchParams;
  const state = REQUEST_STATES.find((each) => each === asked) ?? null;
  // Whoever works here from another organization asks at home.
  const isHome = actor.organizationId === actor.organization.id;
  const mayRead = can(actor, "support.read");
  const [now, own, all] = await Promise.all([
    supportNow(actor, new Date()),
    listOwnRequests(actor),
    mayRead ? listRequests(actor, state) : null,
  ]);
  return (
    <>
      <PageHeader
        title="Support"
        description="Ask, say how urgent it is, and follow what becomes of it."
        actions={
          can(actor, "settings.read") && (
            <Button href={routes.supportSettings(org)} icon={<Icon name="settings" />}>
              Support settings
            </Button>
          )
        }
      />
      <div className="grid gap-6">
        <SupportStatus now={now} />
        {isHome && (
          <Card title="Ask support">
            <AskForm
              id={newId()}
              kinds={now.settings.kinds}
              from={await cameFrom()}
              readOnly={actor.viewing !== undefined}
              send={sendRequest.bind(null, org)}
            />
          </Card>
        )}
        {isHome && (
          <section aria-labelledby="own-requests">
            <h2 id="own-requests" className="mb-3 text-[0.9375rem] font-semibold">
              Your requests
            </h2>
            <Requests
              org={org}
              page={own}
              caption="Your requests"
              none="What you ask shows here, with what became of it."
            />
          </section>
        )}
        {all && <Everybodys actor={actor} page={all} state={state} />}
      </div>
    </>
  );
}

function Everybodys({ actor, page, state }: { actor: Actor; page: RequestPage; state: RequestState | null }) {
  const { slug } = actor.organization;
  return (
    <section aria-labelledby="all-requests">
      <h2 id="all-requests" className="mb-1 text-[0.9375rem] font-semibold">
        Everybody’s requests
      </h2>
      <Tabs
        label="Requests by state"
        tabs={[
          { label: "All", href: routes.support(slug), current: state === null },
          ...REQUEST_STATES.map((each) => ({
            label: STATE_LABELS[each],
            href: routes.support(slug, { state: each }),
            current: state === each,
          })),
        ]}
      />
      <Requests
        org={slug}
        page={page}
        caption="Everybody’s requests"
        none="Nobody has asked anything like that."
        asker
      />
    </section>
  );
}

type RequestsProps = { org: string; page: RequestPage; caption: string; none: string; asker?: boolean };

function Requests({ org, page, caption, none, asker = false }: RequestsProps) {
  if (page.rows.length === 0)
    return (
      <EmptyState icon={<Icon name="circle-question-mark" size={20} />} title="No requests">
        {none}
      </EmptyState>
    );
  return (
    <>
      <RequestsTable org={org} rows={page.rows} caption={caption} showsAsker={asker} />
      {page.hasMore && <p className="pt-2 text-dense text-muted">The newest {REQUESTS_SHOWN}.</p>}
    </>
  );
}

/** The path of the page with the link to this one, where it was one of ours. */
async function cameFrom(): Promise<string> {
  const asked = await headers();
  const referrer = asked.get("referer");
  if (!referrer || !URL.canParse(referrer)) return "";
  const { host, pathname } = new URL(referrer);
  return host === asked.get("host") ? pathname : "";
}
