"use client";

import { ConfirmButton } from "@/components/services/confirm-button";
import { NumberDialog } from "@/components/services/number-dialog";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { formatCount } from "@/components/ui/format";
import type { Result } from "@/lib/result";
import type { ServiceListed } from "@/lib/services/queries";
import { priceInWords } from "@/lib/services/terms-of";

type Done = Promise<Result<unknown>>;

export type SubscriptionActions = {
  buy: (org: string, given: { id: string; seats: string; had: number }) => Done;
  setFree: (org: string, given: { id: string; seats: string; had: number }) => Done;
  setAtRenewal: (org: string, given: { id: string; seats: string | null }) => Done;
  cancel: (org: string, given: { id: string }) => Done;
  resume: (org: string, given: { id: string }) => Done;
};

type SubscriptionCardProps = {
  org: string;
  service: ServiceListed;
  /** Whether they may buy, and whether they may change what costs nothing. */
  mayBuy: boolean;
  mayChange: boolean;
  actions: SubscriptionActions;
};

/** How many seats there are, what they cost, and buying more. */
export function SubscriptionCard({ org, service, mayBuy, mayChange, actions }: SubscriptionCardProps) {
  const { subscription, bought, used, waiting, name } = service;
  const free = bought === null ? null : bought - used;
  const seats = [
    { term: "Seats", detail: bought === null ? "Unlimited" : formatCount(bought) },
    { term: "In use", detail: formatCount(used) },
    ...(free === null ? [] : [{ term: "Free", detail: formatCount(free) }]),
    { term: "Waiting", detail: formatCount(waiting) },
  ];
  const terms = subscription
    ? [
        ...(subscription.price
          ? [{ term: "Price of a seat", detail: priceInWords(subscription.price) }]
          : []),
        { term: "Since", detail: subscription.startsOn },
        {
          term: subscription.isCancelled ? "Ends" : "Renews",
          detail:
            subscription.seatsAtRenewal === null || subscription.isCancelled
              ? subscription.renewsOn
              : `${subscription.renewsOn}, with ${formatCount(subscription.seatsAtRenewal)} seats or as many as are in use`,
        },
      ]
    : [];
  const mayAct = subscription !== null && bought !== null && (subscription.isFree ? mayChange : mayBuy);
  return (
    <Card title="Seats" footer={mayAct && <Actions {...{ org, service, actions }} />}>
      {!subscription && (
        <p className="mb-3 text-muted">
          {service.isRetired ? "It is retired." : `There is no subscription of “${name}”, and so no seat.`}
        </p>
      )}
      <DescriptionList items={[...seats, ...terms]} />
    </Card>
  );
}

function Actions({ org, service, actions }: Pick<SubscriptionCardProps, "org" | "service" | "actions">) {
  const { subscription, bought, id, name } = service;
  if (!subscription || bought === null) return null;
  const had = bought;
  if (subscription.isFree)
    return (
      <NumberDialog
        id="free-seats"
        button="Change seats"
        title={`Change the seats of “${name}”`}
        label="Number of seats"
        first={String(bought)}
        confirmLabel="Save seats"
        done={`The seats of “${name}” are saved`}
        action={(seats) => actions.setFree(org, { id, seats, had })}
      >
        <p>More seats go to whoever waits, at once.</p>
      </NumberDialog>
    );
  const of = { id: subscription.id };
  if (subscription.isCancelled)
    return (
      <ConfirmButton
        id="resume-subscription"
        button="Take cancellation back"
        title={`Keep “${name}”?`}
        confirmLabel="Take cancellation back"
        done={`“${name}” renews on ${subscription.renewsOn}`}
        action={() => actions.resume(org, of)}
      >
        <p>It renews on {subscription.renewsOn}, as before.</p>
      </ConfirmButton>
    );
  return (
    <>
      <NumberDialog
        id="buy-seats"
        button="Buy seats"
        variant="primary"
        title={`Buy seats of “${name}”`}
        label="How many more"
        first="1"
        confirmLabel="Buy seats"
        done={`The seats of “${name}” are bought`}
        action={(seats) => actions.buy(org, { ...of, seats, had })}
      >
        <p>
          There are {formatCount(bought)}
          {subscription.price && `, each ${priceInWords(subscription.price)}`}. More are there at once, go to
          whoever waits, and cost from today on.
        </p>
      </NumberDialog>
      <NumberDialog
        id="seats-at-renewal"
        button="Fewer at renewal"
        title={`Fewer seats of “${name}” from ${subscription.renewsOn}`}
        label="Seats from then on"
        hint={`As many as now are ${formatCount(bought)}.`}
        first={String(subscription.seatsAtRenewal ?? bought)}
        confirmLabel="Save seats"
        done="The number for the renewal is saved"
        action={(seats) => actions.setAtRenewal(org, { ...of, seats: Number(seats) === had ? null : seats })}
      >
        <p>Nobody loses a seat by it: as many stay as are in use then.</p>
      </NumberDialog>
      <ConfirmButton
        id="cancel-subscription"
        button="Cancel"
        destructive
        title={`Cancel “${name}”?`}
        confirmLabel="Cancel subscription"
        done={`“${name}” ends on ${subscription.renewsOn}`}
        action={() => actions.cancel(org, of)}
      >
        <p>
          It ends on {subscription.renewsOn}. Until then nothing changes; then everybody who has a seat loses
          it: {formatCount(service.used)} as of now.
        </p>
      </ConfirmButton>
    </>
  );
}
