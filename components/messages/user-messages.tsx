import { messageItemOf } from "@/components/messages/message-item";
import { MessagesTable } from "@/components/messages/messages-table";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import type { LedgerRow } from "@/lib/messages/ledger-queries";
import { routes } from "@/lib/routes";

type UserMessagesProps = {
  org: string;
  userId: string;
  messages: LedgerRow[];
  /** Whether there are more than these. */
  isCut: boolean;
  mayWrite: boolean;
};

/** The newest messages to a person. */
export function UserMessages({ org, userId, messages, isCut, mayWrite }: UserMessagesProps) {
  const write = mayWrite && (
    <Button size="sm" icon={<Icon name="mail" />} href={routes.newMessage(org, { ids: userId })}>
      Write
    </Button>
  );
  return (
    <Card title="Messages" actions={write} padded={messages.length === 0}>
      {messages.length === 0 ? (
        <p className="text-muted">None yet.</p>
      ) : (
        <div className="max-sm:px-3 max-sm:pb-3 sm:px-2.5 sm:pb-1 sm:[&_tbody_tr:last-child>*]:border-0">
          <MessagesTable short items={messages.map((message) => messageItemOf(org, message))} />
          {isCut && (
            <p className="px-2.5 py-2">
              <Link href={routes.messages(org, { user: userId })}>All messages</Link>
            </p>
          )}
        </div>
      )}
    </Card>
  );
}
