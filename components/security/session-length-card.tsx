"use client";

import { NumbersCard } from "@/components/security/numbers-card";
import type { PolicyCardProps } from "@/components/security/policy-card";
import { IDLE_MINUTES, SESSION_HOURS, type SessionLength } from "@/lib/sessions/length";

/** How long people stay signed in. */
export const SessionLengthCard = ({ idleMinutes, hours, ...card }: PolicyCardProps & SessionLength) => (
  <NumbersCard
    {...card}
    title="Session length"
    description="When people have to sign in again. It holds at once, for those who are signed in too."
    numbers={[
      {
        name: "sessionIdleMinutes",
        label: "Without doing anything",
        hint: "From 5 minutes to a day.",
        unit: "minutes",
        value: idleMinutes,
        limits: IDLE_MINUTES,
      },
      {
        name: "sessionHours",
        label: "In all, however busy",
        hint: "From 1 hour to 30 days.",
        unit: "hours",
        value: hours,
        limits: SESSION_HOURS,
      },
    ]}
  />
);
