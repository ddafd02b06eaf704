import type { PolicyArea, PolicyKey, PolicyShape, PolicyValues } from "@/lib/policies/catalogue";
import { POLICIES } from "@/lib/policies/catalogue";
import type { SignInHours } from "@/lib/policies/hours";
import { policyInWords, stampOf } from "@/lib/policies/value";

export type PolicyValue = number | boolean | string | string[] | SignInHours | null;

/** Who said so and when, in plain data; null where nobody wrote it down. */
export type Said = { by: string; at: string } | null;

/** From where a value comes. */
export type Origin = "default" | "organization" | "person";

/** A policy as a page shows it, for an organization or for a person, in plain data. */
export type PolicyState = {
  key: PolicyKey;
  label: string;
  does: string;
  area: PolicyArea;
  shape: PolicyShape;
  value: PolicyValue;
  words: string;
  origin: Origin;
  said: Said;
  /** Names the value that a change begins with; see `setPolicy`. */
  stamp: string;
  /** What it would be without this value: the product's for an organization, the organization's for a person. */
  inherited: { value: PolicyValue; words: string; origin: Exclude<Origin, "person">; said: Said };
  /** The policy that makes it stricter than what was said, where one does. */
  raisedBy: Raiser | null;
};

/** A policy that makes another one stricter, with who said it. */
export type Raiser = Pick<PolicyState, "key" | "label" | "words" | "origin" | "said">;

type Held = { value: PolicyValues[PolicyKey]; said: Said };

/** A policy of an organization. */
export function organizationState(key: PolicyKey, { value, said }: Held): PolicyState {
  const { usual } = POLICIES[key];
  return {
    ...partsOf(key),
    value,
    words: policyInWords(key, value),
    origin: originOf(key, value),
    said,
    stamp: stampOf(value),
    inherited: { value: usual, words: policyInWords(key, usual), origin: "default", said: null },
    raisedBy: null,
  };
}

/**
 * The same of a person.
 * @param own what is otherwise for them
 * @param inForce what comes of it together with their other policies
 * @param raisedBy which of these makes it stricter
 */
export function userState(
  key: PolicyKey,
  organization: Held,
  own: Held | null,
  inForce: PolicyValues[PolicyKey],
  raisedBy: PolicyState | null = null,
): PolicyState {
  const { value, said } = own ?? organization;
  const origin = originOf(key, organization.value);
  return {
    ...partsOf(key),
    value,
    words: policyInWords(key, inForce),
    origin: own ? "person" : origin,
    said,
    stamp: own ? stampOf(own.value) : "",
    inherited: {
      value: organization.value,
      words: policyInWords(key, organization.value),
      origin,
      said: organization.said,
    },
    raisedBy: raisedBy && raiser(raisedBy),
  };
}

const raiser = ({ key, label, words, origin, said }: PolicyState): Raiser => ({
  key,
  label,
  words,
  origin,
  said,
});

function partsOf(key: PolicyKey) {
  const { label, does, area, shape } = POLICIES[key];
  return { key, label, does, area, shape };
}

/** From where an organization’s value comes. */
export const originOf = (key: PolicyKey, value: PolicyValues[PolicyKey]) =>
  stampOf(value) === stampOf(POLICIES[key].usual) ? "default" : "organization";
