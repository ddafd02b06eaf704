import { MessagePage } from "@/components/shell/message-page";
import { Button } from "@/components/ui/button";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MessagePage
      title="There is nothing here"
      actions={
        <Button href="/" variant="primary">
          Go to the start
        </Button>
      }
    >
      <p>The address may be mistyped, or what was here has been moved or removed.</p>
    </MessagePage>
  );
}
