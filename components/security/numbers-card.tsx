"use client";

import { NumberField, type NumberFieldProps } from "@/components/security/number-field";
import { PolicyCard, type PolicyCardProps } from "@/components/security/policy-card";

type Props = PolicyCardProps & {
  title: string;
  description: string;
  numbers: readonly Omit<NumberFieldProps, "state">[];
};

/** Numbers of the organization's security that are saved together. */
export const NumbersCard = ({ numbers, ...card }: Props) => (
  <PolicyCard {...card}>
    {(state) => numbers.map((number) => <NumberField key={number.name} {...number} state={state} />)}
  </PolicyCard>
);
