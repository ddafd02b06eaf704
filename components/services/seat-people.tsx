"use client";

import type { ReactNode } from "react";
import type { SearchPeople } from "@/components/properties/person-field";
import { AssignSeat, type ChangeSeats } from "@/components/services/assign-seat";
import { ConfirmButton } from "@/components/services/confirm-button";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import type { BulkResult } from "@/lib/users/bulk-commands";

type Person = {
  userId: string;
  name: string;
  username: string;
  /** Since when and by whom, in words. */
  since: string;
};

type SeatPeopleProps = {
  org: string;
  service: { id: string; name: string };
  people: Person[];
  /** The first of them, whose turn comes first above. */
  waiting: Person[];
  waitingInAll: number;
  pages: ReactNode;
  mayAssign: boolean;
  change: ChangeSeats;
  search: SearchPeople;
};

/** Who has a seat and who waits for one, and giving and taking them. */
export function SeatPeople(props: SeatPeopleProps) {
  const { org, service, people, waiting, waitingInAll, pages, mayAssign, change, search } = props;
  const withdraw = (userId: string) =>
    change(org, {
      selection: { ids: [userId] },
      expected: 1,
      change: { kind: "withdrawService", serviceId: service.id },
    });
  const rows = { org, service, mayAssign, withdraw };
  return (
    <>
      <Card title="People with a seat">
        {mayAssign && <AssignSeat {...{ org, service, change, search }} />}
        {people.length === 0 ? (
          <p className="text-muted">Nobody has one.</p>
        ) : (
          <People {...rows} people={people} caption="People with a seat" verb="Withdraw" />
        )}
        {pages}
      </Card>
      {waiting.length > 0 && (
        <Card
          title="Waiting list"
          description="The next seat that is free or bought goes to the first of them."
        >
          <People {...rows} people={waiting} caption="People who wait" verb="Take off the list" />
          {waitingInAll > waiting.length && (
            <p className="text-dense text-muted">
              And {formatCount(waitingInAll - waiting.length)} more behind them.
            </p>
          )}
        </Card>
      )}
    </>
  );
}

type PeopleProps = {
  org: string;
  service: { name: string };
  people: Person[];
  caption: string;
  verb: string;
  mayAssign: boolean;
  withdraw: (userId: string) => Promise<Result<BulkResult>>;
};

function People({ org, service, people, caption, verb, mayAssign, withdraw }: PeopleProps) {
  const columns = ["Username", "Since", ...(mayAssign ? [""] : [])];
  return (
    <Table caption={caption} stacked labels={["", ...columns]}>
      <TableHead>
        <HeaderCell>Name</HeaderCell>
        <HeaderCell>Username</HeaderCell>
        <HeaderCell>Since</HeaderCell>
        {mayAssign && (
          <HeaderCell>
            <span className="sr-only">{verb}</span>
          </HeaderCell>
        )}
      </TableHead>
      <TableBody>
        {people.map(({ userId, name, username, since }) => (
          <Row key={userId}>
            <Cell strong>
              <Link href={routes.user(org, userId)}>{name}</Link>
            </Cell>
            <Cell>{username}</Cell>
            <Cell>{since}</Cell>
            {mayAssign && (
              <Cell>
                <ConfirmButton
                  id={`seat-${userId}`}
                  button={
                    <>
                      {verb}
                      <span className="sr-only"> {name}</span>
                    </>
                  }
                  title={`${verb}: ${name}?`}
                  confirmLabel={verb}
                  done={`${name} is without “${service.name}”`}
                  action={() => withdraw(userId)}
                >
                  <p>Whoever waits longest gets the seat that becomes free.</p>
                </ConfirmButton>
              </Cell>
            )}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
