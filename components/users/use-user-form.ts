"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { type FieldErrors, type Resolver, useForm } from "react-hook-form";
import { showIssues } from "@/components/ui/show-issues";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import { newId } from "@/lib/ids";
import { readProperties } from "@/lib/properties/read";
import type { Failure, Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { userSchema } from "@/lib/users/schema";
import type { UserFormValues } from "@/lib/users/user-form";
import type { UserFormChoices } from "@/lib/users/user-form-queries";
import type { UserFormIssue } from "@/lib/users/user-form-read";

/** Saves a form; for a person who is still to be added the form makes the id, and there is no version yet. */
export type SaveUser = (
  org: string,
  input: { id: string; version: number; values: UserFormValues },
) => Promise<Result<{ id: string }>>;

export type EditedUser = { id: string; version: number };

type Options = {
  org: string;
  user?: EditedUser;
  first: UserFormValues;
  choices: UserFormChoices;
  save: SaveUser;
  onAnother?: (values: UserFormValues) => void;
};

/** The state of a person's form, and how it is sent: once at a time, with everything typed kept when that fails. */
export function useUserForm({ org, user, first, choices, save, onAnother }: Options) {
  const router = useRouter();
  const id = useRef(user?.id ?? newId());
  const sending = useRef(false);
  const [problem, setProblem] = useState<Failure | null>(null);
  const [offers, setOffers] = useState<Record<string, string>>({});
  const [leaving, setLeaving] = useState(false);
  const [resolver] = useState(() => resolverFor(choices));
  const form = useForm<UserFormValues>({
    defaultValues: first,
    mode: "onTouched",
    resolver,
  });

  const submit = (another: boolean) =>
    form.handleSubmit(async (values) => {
      if (sending.current) return;
      sending.current = true;
      setProblem(null);
      const result = await answered(save(org, { id: id.current, version: user?.version ?? 0, values }), {
        isTyped: true,
      });
      sending.current = false;
      if (!result.ok) return refuse(result.error);
      const name = `${values.firstName.trim()} ${values.lastName.trim()}`;
      toast({ title: user ? `${name} is saved` : `${name} is added` });
      if (another && onAnother) return onAnother(values);
      setLeaving(true);
      router.push(routes.user(org, result.value.id));
    });

  function refuse(failure: Failure) {
    setProblem(failure);
    const issues: UserFormIssue[] = failure.issues ?? [];
    setOffers(Object.fromEntries(issues.map(({ path, suggestion }) => [path, suggestion ?? ""])));
    showIssues(
      form,
      issues.filter(({ path }) => path in first || path.startsWith(PROPERTIES)),
    );
  }

  const busy = form.formState.isSubmitting || leaving;
  return { form, offers, problem, busy, submit };
}

const PROPERTIES = "properties.";

/** Judges by the schema that the server has too; what is sent is the text as typed, so that its words are about that. */
function resolverFor({ mandatory, properties }: UserFormChoices): Resolver<UserFormValues> {
  const schema = userSchema({ mandatory });
  return (values) => {
    const parsed = schema.safeParse(values);
    const { issues } = readProperties(values.properties, properties, {});
    if (parsed.success && issues.length === 0) return { values, errors: {} };
    const errors: FieldErrors<UserFormValues> = {};
    for (const { path, message } of parsed.error?.issues ?? []) {
      errors[path[0] as Exclude<keyof UserFormValues, "properties">] = { type: "schema", message };
    }
    const own = issues.map(({ path, message }) => [
      path.slice(PROPERTIES.length),
      { type: "schema", message },
    ]);
    if (own.length > 0) errors.properties = Object.fromEntries(own);
    return { values: {}, errors };
  };
}
