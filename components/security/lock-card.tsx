"use client";

import { NumbersCard } from "@/components/security/numbers-card";
import type { PolicyCardProps } from "@/components/security/policy-card";
import { LOCK_ATTEMPTS, LOCK_MINUTES, type LockPolicy } from "@/lib/auth/lock";

/** When wrong passwords lock an account. */
export const LockCard = ({ attempts, minutes, ...card }: PolicyCardProps & LockPolicy) => (
  <NumbersCard
    {...card}
    title="Lock after wrong passwords"
    description="A locked account opens by itself, by a new password over “Forgot your password?”, or by an admin on the person’s page."
    numbers={[
      {
        name: "lockAttempts",
        label: "Wrong passwords in a row",
        hint: "From 5 to 100, from however many networks. A few let a stranger shut people out.",
        unit: "tries",
        value: attempts,
        limits: LOCK_ATTEMPTS,
      },
      {
        name: "lockMinutes",
        label: "Locked for",
        hint: "Twice as long at every ten more, and a day from a hundred on.",
        unit: "minutes",
        value: minutes,
        limits: LOCK_MINUTES,
      },
    ]}
  />
);
