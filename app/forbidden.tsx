import { MessagePage } from "@/components/shell/message-page";
import { Button } from "@/components/ui/button";

export const metadata = { title: "Not allowed" };

export default function Forbidden() {
  return (
    <MessagePage
      title="You may not do this here"
      actions={
        <Button href="/" variant="primary">
          Go to the start
        </Button>
      }
    >
      <p>Your role does not include this page. An admin of your organization can change what you may do.</p>
    </MessagePage>
  );
}
