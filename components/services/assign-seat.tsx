"use client";

import { useState } from "react";
import { PersonField, type SearchPeople } from "@/components/properties/person-field";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { SeatsChange } from "@/lib/services/assigning";
import type { BulkResult } from "@/lib/users/bulk-commands";

export type ChangeSeats = (
  org: string,
  given: { selection: { ids: string[] }; expected: number; change: SeatsChange },
) => Promise<Result<BulkResult>>;

type AssignSeatProps = {
  org: string;
  service: { id: string };
  change: ChangeSeats;
  search: SearchPeople;
};

/** Gives one person a seat, or a place on the waiting list where there is none. */
export function AssignSeat({ org, service, change, search }: AssignSeatProps) {
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
        required
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
