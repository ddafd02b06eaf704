"use client";

import { MessagePage } from "@/components/shell/message-page";
import { buttonLook } from "@/components/ui/button-look";

/** Says nothing of the cause, which is in the server's log. */
export default function ErrorPage({ retry }: { retry: () => void }) {
  return (
    <MessagePage
      title="Something went wrong"
      actions={
        <>
          <a href="/" className={buttonLook()}>
            Go to the start
          </a>
          <button type="button" className={buttonLook({ variant: "primary" })} onClick={() => retry()}>
            Try again
          </button>
        </>
      }
    >
      <p>This page could not be shown. Nothing you saved before is lost.</p>
    </MessagePage>
  );
}
