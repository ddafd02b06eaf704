import { DemoTable, ReviewTable } from "@/app/(development)/components/demo-tables";
import { Line, Specimen } from "@/app/(development)/components/specimen";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { BarChart } from "@/components/ui/bar-chart";
import { Count } from "@/components/ui/count";
import { DataBar } from "@/components/ui/data-bar";
import { DescriptionList } from "@/components/ui/description-list";
import { Mark, type MarkShape } from "@/components/ui/mark";
import { Pagination } from "@/components/ui/pagination";
import { StatusMark } from "@/components/ui/status-mark";
import type { Tone } from "@/components/ui/tone";

export function Data() {
  return (
    <>
      <Specimen
        name="StatusMark, Mark"
        from="@/components/ui/status-mark, @/components/ui/mark"
        note="A state in a row: word, shape and colour. Mark is the shape alone, for beside a word."
        props={{
          tone: "Tone: neutral | info | success | warning | error",
          shape: "MarkShape",
          children: "the word",
        }}
      >
        <Line>
          <StatusMark tone="success" shape="check">
            Active
          </StatusMark>
          <StatusMark tone="info" shape="clock">
            Pending
          </StatusMark>
          <StatusMark tone="warning" shape="half">
            Expired
          </StatusMark>
          <StatusMark tone="error" shape="lock">
            Locked
          </StatusMark>
          <StatusMark tone="neutral" shape="pause">
            Suspended
          </StatusMark>
        </Line>
        <Line>
          {shapes.map((shape) => (
            <span key={shape} className="inline-flex items-center gap-1.5 text-dense text-muted">
              <Mark shape={shape} />
              {shape}
            </span>
          ))}
        </Line>
      </Specimen>
      <Specimen
        name="Badge, Count"
        from="@/components/ui/badge, @/components/ui/count"
        props={{
          tone: "Tone, default neutral (Count: none)",
          shape: "Badge: MarkShape",
          variant: "Badge: soft (default) | outline",
          value: "Count: number",
        }}
      >
        <Line>
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
          <Badge tone="success" shape="check">
            Verified
          </Badge>
          <Badge variant="outline">View-only admin</Badge>
        </Line>
        <Line>
          <Count value={7} />
          <Count value={12431} />
          {tones.map((tone) => (
            <Count key={tone} value={128} tone={tone} />
          ))}
        </Line>
      </Specimen>
      <Specimen
        name="Avatar"
        from="@/components/ui/avatar"
        props={{ name: "string", size: "sm | md (default) | lg" }}
      >
        <Line>
          <Avatar name="Ada Lovelace" size="sm" />
          <Avatar name="Élodie Ångström" />
          <Avatar name="" />
          <Avatar name="Grace Hopper" size="lg" />
        </Line>
      </Specimen>
      <Specimen
        name="Table: regular, sorted, selectable, stacked on a phone"
        from="@/components/ui/table, @/components/ui/table-select, @/components/ui/selection-bar"
        note="Table > TableHead > HeaderCell, Table > TableBody > Row > Cell. For choosing rows a form around it all, with SelectAllCell, SelectCell and SelectionBar (client); Shift chooses a run."
        props={{
          caption: "Table: string, for screen readers",
          density: "Table: regular (default) | dense",
          stacked: "Table: boolean: rows become cards on a phone",
          scroll: "Table: page (default, sticky under the header) | box",
          "selected, muted, tone": "Row: boolean, boolean, error",
          "align, sort": "HeaderCell: start | end; { href, direction?: ascending | descending }",
          labels: "Table: string[], the columns' names on the cards",
          "strong, quiet, align, nowrap, actions, errors": "Cell: errors: string[] in words",
          "label, name, value, …": "SelectCell; SelectAllCell takes label",
          "unit, total, children": "SelectionBar: { one, many }; all that match; buttons",
        }}
      >
        <DemoTable />
      </Specimen>
      <Specimen name="Table: dense, in a box, with errors in cells" from="@/components/ui/table">
        <ReviewTable />
      </Specimen>
      <Specimen
        name="Pagination"
        from="@/components/ui/pagination"
        props={{
          label: "string",
          "previousHref, nextHref": "string, absent at the ends",
          children: "what is in sight",
        }}
      >
        <Pagination label="Pages of people" nextHref="/components?after=1">
          50 of 100,000 people
        </Pagination>
      </Specimen>
      <Specimen name="BarChart" from="@/components/ui/bar-chart" props={{ counts: "number[]" }}>
        <BarChart counts={[3, 0, 12, 7, 1, 24, 18, 5]} />
      </Specimen>
      <Specimen
        name="DataBar"
        from="@/components/ui/data-bar"
        props={{ parts: "{ label, count, tone, shape }[]" }}
      >
        <DataBar
          parts={[
            { label: "Create", count: 812, tone: "success", shape: "plus" },
            { label: "Update", count: 140, tone: "info", shape: "diamond" },
            { label: "Unchanged", count: 30, tone: "neutral", shape: "dash" },
            { label: "Invalid", count: 18, tone: "error", shape: "cross" },
          ]}
        />
      </Specimen>
      <Specimen
        name="DescriptionList"
        from="@/components/ui/description-list"
        props={{ items: "{ term, detail }[]", blank: "string for an empty detail, default Not set" }}
      >
        <DescriptionList
          items={[
            { term: "Username", detail: "ada.lovelace@acme.example" },
            { term: "Access email", detail: "ada@lovelace.example" },
            { term: "Mobile phone", detail: "" },
            { term: "Created", detail: "21 November 2026, 10:42" },
          ]}
        />
      </Specimen>
    </>
  );
}

const tones: Tone[] = ["neutral", "info", "success", "warning", "error"];

const shapes: MarkShape[] = [
  "check",
  "cross",
  "clock",
  "half",
  "lock",
  "pause",
  "dash",
  "dot",
  "ring",
  "triangle",
  "diamond",
  "plus",
];
