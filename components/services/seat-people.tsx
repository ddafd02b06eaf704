"use client";

import { type ReactNode, useState } from "react";
import { PersonField, type SearchPeople } from "@/components/properties/person-field";
import { ConfirmButton } from "@/components/services/confirm-button";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import type { SeatsChange } from "@/lib/services/assigning";
import type { BulkResult } from "@/lib/users/bulk-commands";

type Person = {
  userId: string;
  name: string;
  username: string;
  /** Since when and by whom, in words. */
  since: string;
};

type Change = (
  org: string,
  given: { selection: { ids: string[] }; expected: number; change: SeatsChange },
) => Promise<Result<BulkResult>>;

type SeatPeopleProps = {
  org: string;
  service: { id: string; name: string };
  people: Person[];
  /** The first of them, whose turn comes first above. */
  waiting: Person[];
  waitingInAll: number;
  pages: ReactNode;
  mayAssign: boolean;
  change: Change;
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
        {mayAssign && <Assign {...{ org, service, change, search }} />}
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

type AssignProps = Pick<SeatPeopleProps, "org" | "service" | "change" | "search">;

function Assign({ org, service, change, search }: AssignProps) {
  const [chosen, setChosen] = useState("");
  const [round, setRound] = useState(0);
  const [problem, setProblem] = useState<{ message: string; isShort: boolean } | null>(null);
  const [pending, setPending] = useState(false);

  async function assign(whenShort: "refuse" | "wait") {
    if (chosen === "" || pending) return;
    setPending(true);
    const asked = { kind: "assignService", serviceId: service.id, whenShort } as const;
    const selection = { ids: [chosen] };
    const result = await answered(change(org, { selection, expected: 1, change: asked }));
    setPending(false);
    if (!result.ok)
      return setProblem({ message: result.error.message, isShort: result.error.code === "conflict" });
    setProblem(null);
    setChosen("");
    setRound(round + 1);
    toast({
      title: whenShort === "wait" ? "They have a seat, or are on the waiting list" : "They have a seat",
    });
  }

  return (
    <form
      className="mb-5 grid max-w-xl gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void assign("refuse");
      }}
    >
      <PersonField
        // Whoever has a seat is chosen no more.
        key={round}
        label="Give a seat to"
        chosen={chosen === "" ? null : { id: chosen, name: null }}
        choose={(id) => {
          setChosen(id);
          setProblem(null);
        }}
        search={search}
      />
      {problem && (
        <Alert tone="error" live>
          {problem.message}
        </Alert>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={chosen === ""} pending={pending}>
          Give a seat
        </Button>
        {problem?.isShort && (
          <Button size="sm" onClick={() => void assign("wait")}>
            Put on the waiting list
          </Button>
        )}
      </div>
    </form>
  );
}
