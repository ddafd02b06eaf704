"use client";

import { ServiceForm, type ServiceValues } from "@/components/services/service-form";
import type { Result } from "@/lib/result";
import type { Term } from "@/lib/services/term";

type Priced = { name: string; description: string; price: string; currency: string; term: Term };
type Custom = Priced & { unlimited: boolean; seats: string };
type Words = { name: string; description: string };

type Saved = Promise<Result<unknown>>;

type NewServiceProps = {
  org: string;
  id: string;
  first: ServiceValues;
  doneHref: string;
  add: (org: string, given: { id: string; service: Custom }) => Saved;
};

/** Makes a service of the organization's own. */
export function NewService({ org, id, first, doneHref, add }: NewServiceProps) {
  return (
    <ServiceForm
      first={first}
      asks="seats"
      saveLabel="Make service"
      doneHref={doneHref}
      save={(service) => add(org, { id, service })}
    />
  );
}

type ServiceWordsProps = {
  org: string;
  id: string;
  version: number;
  first: ServiceValues;
  save: (org: string, given: { id: string; version: number; service: Words }) => Saved;
};

/** Changes what a service is called and said to be. */
export function ServiceWords({ org, id, version, first, save }: ServiceWordsProps) {
  return (
    <ServiceForm
      first={first}
      asks="words"
      saveLabel="Save service"
      save={({ name, description }) => save(org, { id, version, service: { name, description } })}
    />
  );
}

type OfferFormProps = {
  org: string;
  id: string;
  /** null for an offer that is yet to be made. */
  version: number | null;
  first: ServiceValues;
  readOnly: boolean;
  doneHref: string;
  add: (org: string, given: { id: string; service: Priced }) => Saved;
  save: (org: string, given: { id: string; version: number; service: Priced }) => Saved;
};

/** Offers a service to the organizations below, or changes an offer. */
export function OfferForm({ org, id, version, first, readOnly, doneHref, add, save }: OfferFormProps) {
  return (
    <ServiceForm
      first={first}
      asks="price"
      saveLabel={version === null ? "Offer service" : "Save service"}
      readOnly={readOnly}
      {...(version === null ? { doneHref } : {})}
      save={({ name, description, price, currency, term }) => {
        const service = { name, description, price, currency, term };
        return version === null ? add(org, { id, service }) : save(org, { id, version, service });
      }}
    />
  );
}
