import type { Metadata } from "next";
import { endSessions } from "@/app/(account)/account/sessions/actions";
import { EndSessions } from "@/components/account/end-sessions";
import { RecentSignIns } from "@/components/account/recent-sign-ins";
import { SessionCard } from "@/components/account/session-card";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireHomeActor } from "@/lib/auth/guard";
import { routes } from "@/lib/routes";
import { listOwnSessions } from "@/lib/sessions/queries";

export const metadata: Metadata = { title: "Where you are signed in" };

const DONE: Readonly<Record<string, string>> = {
  one: "That device is signed out.",
  others: "You are signed out everywhere else.",
};

type Props = { searchParams: Promise<{ done?: string | string[] }> };

export default async function SessionsPage({ searchParams }: Props) {
  const { actor } = await requireHomeActor("account.read");
  const [{ live, recent }, { done }] = await Promise.all([listOwnSessions(actor), searchParams]);
  const words = typeof done === "string" && Object.hasOwn(DONE, done) ? DONE[done] : undefined;
  const others = live.filter(({ isHere }) => !isHere);
  return (
    <>
      <PageHeader
        title="Where you are signed in"
        description="Times are UTC. If there is a device here that you do not know, sign it out and choose a new password."
        breadcrumbs={[{ label: "Your account", href: routes.account() }]}
        actions={
          others.length > 0 && (
            <EndSessions which="others" label="Sign out everywhere else" end={endSessions} />
          )
        }
      />
      <div className="grid max-w-3xl gap-5">
        {words && <Alert tone="success">{words}</Alert>}
        <Card title="Signed in now">
          <ul className="divide-y divide-line">
            {live.map((session) => (
              <SessionCard key={session.id} session={session}>
                {!session.isHere && (
                  <EndSessions
                    which={session.id}
                    label="Sign out"
                    spoken={`Sign out ${session.device}`}
                    end={endSessions}
                  />
                )}
              </SessionCard>
            ))}
          </ul>
        </Card>
        <RecentSignIns sessions={recent} />
      </div>
    </>
  );
}
