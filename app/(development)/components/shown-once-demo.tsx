"use client";

import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { closes, opens } from "@/components/ui/invoker";
import { ShownOnce } from "@/components/ui/shown-once";

export function ShownOnceDemo() {
  return (
    <>
      <Button {...opens("demo-once")}>Make a key</Button>
      <ShownOnce
        id="demo-once"
        title="Make a key"
        label="Key"
        hint="Shown only now. Keep it where the program keeps its secrets."
        copyLabel="Copy key"
        note={<p className="mt-3 text-dense text-muted">It is good for 90 days.</p>}
      >
        {(show) => (
          <>
            <p>A program with the key acts as you do.</p>
            <DialogActions>
              <Button {...closes("demo-once")}>Cancel</Button>
              <Button variant="primary" onClick={() => show("key-of-the-demo-that-opens-nothing")}>
                Make it
              </Button>
            </DialogActions>
          </>
        )}
      </ShownOnce>
    </>
  );
}
