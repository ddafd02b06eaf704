"use client";

import { ConfirmButton } from "@/components/services/confirm-button";
import { NumberDialog } from "@/components/services/number-dialog";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Result } from "@/lib/result";
import type { Offer } from "@/lib/services/offers";
import { priceInWords } from "@/lib/services/terms-of";

type OffersProps = {
  org: string;
  offers: (Offer & { isTaken: boolean })[];
  /** Whether they may buy seats with it. */
  mayBuy: boolean;
  take: (org: string, given: { id: string; seats: string; priceMinor: number }) => Promise<Result<unknown>>;
};

/** What organizations above offer, to be taken. */
export function Offers({ org, offers, mayBuy, take }: OffersProps) {
  return (
    <Card title="Offered to you" description="By the organizations that manage this one." padded={false}>
      <div className="px-3 pb-2">
        <Table caption="Services on offer" stacked labels={["", "By", "Price", ""]}>
          <TableHead>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell>By</HeaderCell>
            <HeaderCell>Price</HeaderCell>
            <HeaderCell>
              <span className="sr-only">Take it</span>
            </HeaderCell>
          </TableHead>
          <TableBody>
            {offers.map((offer) => (
              <Row key={offer.id}>
                <Cell strong>
                  {offer.name}
                  {offer.description && <p className="font-normal text-muted">{offer.description}</p>}
                </Cell>
                <Cell>{offer.organization}</Cell>
                <Cell>{priceInWords(offer)}</Cell>
                <Cell>{offer.isTaken ? "Taken" : <Take {...{ org, offer, mayBuy, take }} />}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </div>
    </Card>
  );
}

type TakeProps = Omit<OffersProps, "offers"> & { offer: Offer };

function Take({ org, offer, mayBuy, take }: TakeProps) {
  const { id, name, priceMinor } = offer;
  const words = { title: `Take “${name}”`, done: `“${name}” is one of your services` };
  if (!mayBuy && priceMinor > 0)
    return (
      <ConfirmButton
        {...words}
        id={`take-${id}`}
        button="Take"
        confirmLabel="Take service"
        action={() => take(org, { id, seats: "0", priceMinor })}
      >
        <p>Without a seat yet: a billing admin buys them.</p>
      </ConfirmButton>
    );
  return (
    <NumberDialog
      {...words}
      id={`take-${id}`}
      button="Take"
      label="Seats"
      first="1"
      confirmLabel="Take service"
      action={(seats) => take(org, { id, seats, priceMinor })}
    >
      <p>Each seat is {priceInWords(offer)}, from today on.</p>
    </NumberDialog>
  );
}
