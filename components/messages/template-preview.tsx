"use client";

import { useState } from "react";
import { MailView, SmsView } from "@/components/messages/message-view";
import type { TemplateValues } from "@/components/messages/template-fields";
import type { TemplateActions } from "@/components/messages/template-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/lib/answered";
import type { TemplateKind } from "@/lib/messages/kinds";
import type { Shown } from "@/lib/messages/preview-queries";

type TemplatePreviewProps = {
  org: string;
  kind: TemplateKind;
  hasSms: boolean;
  /** What is written at the moment, saved or not. */
  read: () => TemplateValues;
  preview: NonNullable<TemplateActions["preview"]>;
};

/** What is written, with the data of somebody real. */
export function TemplatePreview({ org, kind, hasSms, read, preview }: TemplatePreviewProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [problems, setProblems] = useState<string[]>([]);

  async function show(fields: FormData) {
    const { subject, body, smsBody } = read();
    const whom = fields.get("whom");
    const text = { subject, body, smsBody: hasSms ? smsBody : "" };
    const result = await answered(preview(org, { kind, text, whom: typeof whom === "string" ? whom : "" }), {
      isTyped: true,
    });
    if (result.ok) setShown(result.value);
    const { issues = [], message } = result.ok ? { message: "" } : result.error;
    setProblems(result.ok ? [] : issues.length > 0 ? issues.map((issue) => issue.message) : [message]);
  }

  return (
    <Card
      title="Preview"
      description="With the data of somebody real. Links and passwords here open nothing."
    >
      <div className="grid gap-4">
        <form action={show} className="flex flex-wrap items-end gap-3">
          <Field
            label="Whose data"
            hint="A name, an e-mail address or a username; whoever comes first when blank."
          >
            {(control) => <TextInput {...control} name="whom" maxLength={200} autoComplete="off" />}
          </Field>
          <Button type="submit" icon={<Icon name="eye" />}>
            Show
          </Button>
        </form>
        {problems.length > 0 && (
          <Alert tone="error" live>
            {problems.join(" ")}
          </Alert>
        )}
        {shown && (
          <>
            <p className="text-muted">As {shown.person} would get it:</p>
            <MailView {...shown} />
            {shown.sms !== "" && <SmsView text={shown.sms} length={shown.smsLength} />}
          </>
        )}
      </div>
    </Card>
  );
}
