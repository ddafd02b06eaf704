"use client";

import { MessagePage } from "@/components/shell/message-page";
import { buttonLook } from "@/components/ui/button-look";

// Every segment of every page carries both of these in case it needs them: as client code they travel as a name, and
// not as elements.

export function NothingHere() {
  return (
    <MessagePage title="There is nothing here" actions={<ToTheStart />}>
      <p>The address may be mistyped, or what was here has been moved or removed.</p>
    </MessagePage>
  );
}

export function NotAllowedHere() {
  return (
    <MessagePage title="You may not do this here" actions={<ToTheStart />}>
      <p>Your role does not include this page. An admin of your organization can change what you may do.</p>
    </MessagePage>
  );
}

/** The same inside the frame, which leads to what is allowed. */
export function NotAllowedAtWork() {
  return (
    <div className="grid max-w-xl gap-2">
      <h1 className="text-xl font-semibold">You may not do this here</h1>
      <p>Your role does not include this page. An admin of your organization can change what you may do.</p>
    </div>
  );
}

function ToTheStart() {
  return (
    <a href="/" className={buttonLook({ variant: "primary" })}>
      Go to the start
    </a>
  );
}
