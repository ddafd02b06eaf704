"use client";

import { useState } from "react";
import type { TemplateActions } from "@/components/messages/template-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { answered } from "@/lib/answered";
import { METHOD_LABELS, METHODS, type Method } from "@/lib/messages/kinds";

type TemplateTestProps = {
  org: string;
  templateKey: string;
  hasSms: boolean;
  /** Whether something is written that is not saved. */
  isDirty: boolean;
  test: NonNullable<TemplateActions["test"]>;
};

/** Sends the saved template to whoever presses. */
export function TemplateTest({ org, templateKey, hasSms, isDirty, test }: TemplateTestProps) {
  const [answer, setAnswer] = useState<{ tone: "success" | "error"; words: string } | null>(null);
  const [pending, setPending] = useState<Method | null>(null);

  async function send(method: Method) {
    setPending(method);
    const result = await answered(test(org, { key: templateKey, method }));
    setPending(null);
    setAnswer(
      result.ok
        ? { tone: "success", words: `It is on the way to ${result.value.address}.` }
        : { tone: "error", words: result.error.message },
    );
  }

  return (
    <Card
      title="Try it out"
      description={`Sends it to yourself, with your own name and links that open nothing.${isDirty ? " What is not saved does not go along." : ""}`}
    >
      <div className="grid gap-3">
        <div className="flex flex-wrap gap-2">
          {METHODS.filter((method) => method === "email" || hasSms).map((method) => (
            <Button
              key={method}
              icon={<Icon name={method === "sms" ? "phone" : "mail"} />}
              pending={pending === method}
              onClick={() => send(method)}
            >
              Send me the {METHOD_LABELS[method] === "SMS" ? "SMS" : "e-mail"}
            </Button>
          ))}
        </div>
        {answer && (
          <Alert tone={answer.tone} live>
            {answer.words}
          </Alert>
        )}
      </div>
    </Card>
  );
}
