"use client";

import { NumberDialog } from "@/components/services/number-dialog";
import { formatCount } from "@/components/ui/format";
import type { Result } from "@/lib/result";

type BuySeatsProps = {
  org: string;
  /** The subscription's. */
  id: string;
  service: string;
  bought: number;
  price: string;
  /** How many are suggested. */
  first: number;
  buy: (org: string, given: { id: string; seats: string; had: number }) => Promise<Result<unknown>>;
};

/** Buys more seats of a subscription. */
export function BuySeats({ org, id, service, bought, price, first, buy }: BuySeatsProps) {
  return (
    <NumberDialog
      id={`buy-${id}`}
      button="Buy seats"
      title={`Buy seats of “${service}”`}
      label="How many more"
      first={String(first)}
      confirmLabel="Buy seats"
      done={`The seats of “${service}” are bought`}
      action={(seats) => buy(org, { id, seats, had: bought })}
    >
      <p>
        There are {formatCount(bought)}, each {price}. More are there at once, go to whoever waits, and cost
        from today on.
      </p>
    </NumberDialog>
  );
}
