import {
  editWebhook,
  removeWebhook,
  replaceWebhookSecret,
  switchWebhook,
  tryWebhook,
} from "@/app/(org)/[org]/webhooks/actions";
import { ActButton } from "@/components/webhooks/act-button";
import { EditWebhook } from "@/components/webhooks/edit-webhook";
import { RemoveWebhook } from "@/components/webhooks/remove-webhook";
import { ReplaceSecret } from "@/components/webhooks/replace-secret";
import { ALL_WEBHOOK_EVENTS } from "@/lib/webhooks/event-types";
import type { WebhookShown } from "@/lib/webhooks/queries";

/** What can be done with a webhook. */
export function WebhookButtons({ org, webhook }: { org: string; webhook: WebhookShown }) {
  const { id: webhookId, name, url, offAt } = webhook;
  const eventTypes = ALL_WEBHOOK_EVENTS.filter((type) => webhook.eventTypes.includes(type));
  const isOn = offAt === null;
  return (
    <>
      {isOn && (
        <ActButton org={org} input={{ webhookId }} act={tryWebhook} done="A test is on its way.">
          Send a test
        </ActButton>
      )}
      <EditWebhook org={org} webhookId={webhookId} given={{ name, url, eventTypes }} edit={editWebhook} />
      <ReplaceSecret org={org} webhookId={webhookId} replace={replaceWebhookSecret} />
      <ActButton
        org={org}
        input={{ webhookId, isOn: !isOn }}
        act={switchWebhook}
        done={isOn ? "The webhook is switched off." : "The webhook is switched on."}
      >
        {isOn ? "Switch off" : "Switch on"}
      </ActButton>
      <RemoveWebhook org={org} webhookId={webhookId} name={name} remove={removeWebhook} />
    </>
  );
}
