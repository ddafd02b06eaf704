"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { useAsked } from "@/components/users/use-asked";
import type { Result } from "@/lib/result";
import { type SeatsChange, WHEN_SHORT, type WhenShort } from "@/lib/services/assigning";
import type { ServiceOffered } from "@/lib/services/queries";

type ServiceChoiceProps = {
  kind: SeatsChange["kind"];
  /** The services to choose from, asked for when the choice is there. */
  read: () => Promise<Result<ServiceOffered[]>>;
  onChoose: (change: SeatsChange) => void;
};

/** Which service and, of giving seats, what becomes of those for whom there is none. */
export function ServiceChoice({ kind, read, onChoose }: ServiceChoiceProps) {
  const { value: services, problem } = useAsked(read);
  const [serviceId, setServiceId] = useState("");
  const [whenShort, setWhenShort] = useState<WhenShort>("refuse");
  if (problem) return <Alert tone="error">{problem}</Alert>;
  if (!services) return <p className="mb-4 text-muted">Looking for services …</p>;
  if (services.length === 0)
    return <p className="mb-4">There is no service yet. Make one, or take one, under Services.</p>;

  function choose(id: string, short: WhenShort) {
    setServiceId(id);
    setWhenShort(short);
    if (id === "") return;
    onChoose(kind === "assignService" ? { kind, serviceId: id, whenShort: short } : { kind, serviceId: id });
  }

  return (
    <div className="mb-4 grid gap-4">
      <Field label="Service" required>
        {(control) => (
          <Select
            {...control}
            name="service"
            placeholder="Choose a service"
            value={serviceId}
            options={services.map((service) => ({
              value: service.id,
              label:
                kind === "assignService" ? `${service.name} (${freeInWords(service.free)})` : service.name,
            }))}
            onChange={(event) => choose(event.target.value, whenShort)}
          />
        )}
      </Field>
      {kind === "assignService" && (
        <div onChange={(event) => choose(serviceId, readShort(event.target))}>
          <RadioGroup
            legend="When there are not enough seats"
            name="whenShort"
            defaultValue="refuse"
            options={WHEN_SHORT.map((value) => ({ value, label: SHORT_WORDS[value] }))}
          />
        </div>
      )}
    </div>
  );
}

const freeInWords = (free: number | null) => (free === null ? "without end" : `${formatCount(free)} free`);

const SHORT_WORDS: Record<WhenShort, string> = {
  refuse: "Give nobody one, and say how many are missing",
  some: "Give those that there are",
  wait: "Give those that there are, and put the rest on the waiting list",
};

/** Events of the choice of a service come to nothing here. */
const readShort = (target: EventTarget): WhenShort =>
  WHEN_SHORT.find((each) => target instanceof HTMLInputElement && target.value === each) ?? "refuse";
