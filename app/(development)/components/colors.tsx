import { Specimen } from "@/app/(development)/components/specimen";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";

/** The tokens. Names of classes are written out, because Tailwind only finds whole ones. */
export function Colors() {
  return (
    <>
      <Specimen
        name="Colours"
        from="app/globals.css"
        note="One accent. The five tones mean something and never decorate. Every pair of text and ground is checked by contrast.test.ts."
        props={{
          "text-base-content": "text",
          "text-muted": "second-rank text, still 4.5:1 on every ground",
          "border-line": "hairlines between things",
          "border-control": "edges of things one fills in, 3:1",
          "bg-base-100 / 200 / 300": "page, ground beside it, pointed at",
        }}
      >
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {swatches.map(({ name, look }) => (
            <li
              key={name}
              className={`grid h-16 content-end rounded-box border border-line p-2.5 text-xs ${look}`}
            >
              {name}
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen
        name="Type"
        from="app/fonts.ts"
        note="Inter. Figures of one width (tabular-nums) where numbers stand under each other: counts, and table cells that are aligned to the end."
        props={{
          "text-title": "22 px, the h1",
          "text-base": "16 px, heads of dialogs",
          "text-sm": "14 px, everything (the default)",
          "text-dense": "13 px, hints and dense tables",
          "text-xs": "12 px, heads of columns",
        }}
      >
        <div className="grid gap-2">
          <p className="text-title font-semibold">Twelve people were added</p>
          <p className="text-base font-semibold">Remove 12 people from Acme?</p>
          <p>
            They can be taken back for 30 days. <Link href="/components">What removing means</Link>, or press{" "}
            <Kbd keys="mod+k" />.
          </p>
          <p className="text-dense text-muted">Ærøskøbing, Łódź, Αθήνα, Москва, Đà Nẵng, İzmir</p>
          <p className="text-dense tabular-nums">
            1,111,111
            <br />
            8,888,888
          </p>
        </div>
      </Specimen>
    </>
  );
}

const swatches = [
  { name: "base-100", look: "bg-base-100" },
  { name: "base-200", look: "bg-base-200" },
  { name: "base-300", look: "bg-base-300" },
  { name: "primary", look: "bg-primary text-primary-content" },
  { name: "info", look: "bg-info text-info-content" },
  { name: "success", look: "bg-success text-success-content" },
  { name: "warning", look: "bg-warning text-warning-content" },
  { name: "error", look: "bg-error text-error-content" },
];
