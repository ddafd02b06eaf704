import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import {
  answerRequest,
  changeOwnState,
  changeRequestState,
  replyToSupport,
} from "@/app/(org)/[org]/support/actions";
import { ReplyForm } from "@/components/support/reply-form";
import { RequestStateMark } from "@/components/support/request-state";
import { SaidWords } from "@/components/support/said-words";
import { StateForm } from "@/components/support/state-form";
import { wayInWords } from "@/components/support/way-words";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { newId } from "@/lib/ids";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { findRequest, supportNow } from "@/lib/support/queries";
import { URGENCY_LABELS } from "@/lib/support/states";

export const metadata: Metadata = { title: "Support request" };

type Props = { params: Promise<{ org: string; requestId: string }> };

export default async function SupportRequestPage({ params }: Props) {
  const { org, requestId } = await params;
  const actor = await requireActor(org, "support.ask");
  // A new one begins on the page of all.
  if (requestId === "new") redirect(routes.support(org));
  const [request, now] = await Promise.all([findRequest(actor, requestId), supportNow(actor, new Date())]);
  if (!request) notFound();
  const { isOwn, state, replies } = request;
  const mayAnswer = !isOwn && can(actor, "support.update");
  const mayAct = !actor.viewing && (isOwn || mayAnswer);
  return (
    <>
      <PageHeader
        title={`Request ${request.number}: ${request.kind}`}
        breadcrumbs={[{ label: "Support", href: routes.support(org) }]}
        meta={<RequestStateMark state={state} />}
        actions={
          mayAct && (
            <StateForm
              requestId={request.id}
              to={state === "closed" ? "open" : "closed"}
              change={(isOwn ? changeOwnState : changeRequestState).bind(null, org)}
            />
          )
        }
      />
      <div className="grid gap-6">
        {isOwn && state === "open" && replies.length === 0 && (
          <Alert tone="info" title={`Request ${request.number} is sent`}>
            {wayInWords(request.way, now)}
          </Alert>
        )}
        <Card title="What was asked">
          <DescriptionList
            items={[
              { term: "By", detail: request.asker },
              { term: "When", detail: timeInWords(request.createdAt) },
              { term: "Urgency", detail: URGENCY_LABELS[request.urgency] },
              { term: "From", detail: request.from },
              { term: "Words", detail: <SaidWords words={request.words} /> },
              ...(request.hasScreenshot
                ? [
                    {
                      term: "Screenshot",
                      detail: (
                        <a href={routes.supportScreenshot(org, request.id)} target="_blank" rel="noreferrer">
                          {/* biome-ignore lint/performance/noImgElement: it is only for those who may see it */}
                          <img
                            src={routes.supportScreenshot(org, request.id)}
                            alt={`Screenshot of request ${request.number}`}
                            className="max-h-96 max-w-full rounded-field border border-line"
                          />
                        </a>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </Card>
        {replies.length > 0 && (
          <Card title="What was said since">
            <ol className="divide-y divide-line">
              {replies.map((reply) => (
                <li key={reply.id} className="grid gap-1 py-3 first:pt-0 last:pb-0">
                  <p className="text-dense text-muted">
                    {reply.by}
                    {reply.isAnswer && " for support"}, {timeInWords(reply.createdAt)}
                  </p>
                  <SaidWords words={reply.words} />
                </li>
              ))}
            </ol>
          </Card>
        )}
        {mayAct && (
          <Card title={mayAnswer ? "Answer" : "Say more"}>
            <ReplyForm
              // Once it is sent the next one is another.
              key={replies.length}
              id={newId()}
              requestId={request.id}
              label={mayAnswer ? "Answer" : "Reply"}
              send={(mayAnswer ? answerRequest : replyToSupport).bind(null, org)}
            />
          </Card>
        )}
      </div>
    </>
  );
}
