"use client";

import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

export function ToastDemo() {
  return (
    <>
      <Button onClick={() => toast({ title: "Saved" })}>Show a toast</Button>
      <Button
        onClick={() =>
          toast({ title: "Not saved", description: "The connection was lost. Try again.", tone: "error" })
        }
      >
        Show an error
      </Button>
    </>
  );
}
