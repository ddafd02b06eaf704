import { Figure } from "@/components/overview/status-card";
import { Card } from "@/components/ui/card";
import { KIND_INFO } from "@/lib/messages/kinds";
import {
  INVITATION_KINDS,
  INVITATION_STATES,
  type InvitationKind,
  type InvitationState,
  type Invitations,
} from "@/lib/overview/figures";

type InvitationsCardProps = {
  invitations: Invitations;
  hrefOf: (kind: InvitationKind, state: InvitationState) => string;
};

const LABELS: Record<InvitationState, string> = {
  queued: "Waiting",
  sending: "Being sent",
  failed: "Failed",
  bounced: "Came back",
};

/** Messages that open an account and have not arrived: on their way, or gone wrong. */
export function InvitationsCard({ invitations, hrefOf }: InvitationsCardProps) {
  return (
    <Card title="Invitations" description="Those that wait, and those that did not arrive">
      <table className="w-full text-dense">
        <caption className="sr-only">Invitations that wait or did not arrive</caption>
        <thead>
          <tr className="text-muted">
            <th scope="col" className="py-1.5 text-start font-normal">
              <span className="sr-only">Message</span>
            </th>
            {INVITATION_STATES.map((state) => (
              <th key={state} scope="col" className="py-1.5 ps-3 text-end align-bottom font-normal">
                {LABELS[state]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {INVITATION_KINDS.map((kind) => (
            <tr key={kind} className="border-t border-line">
              <th scope="row" className="py-1.5 text-start font-normal">
                {KIND_INFO[kind].label}
              </th>
              {INVITATION_STATES.map((state) => (
                <td key={state} className="py-1.5 ps-3 text-end">
                  <Figure
                    count={invitations[kind][state]}
                    href={hrefOf(kind, state)}
                    of={`${KIND_INFO[kind].label}, ${LABELS[state]}`}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
