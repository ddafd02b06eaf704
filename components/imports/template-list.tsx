import {
  TEMPLATE_INFO,
  TEMPLATES,
  type Template,
  type TemplateFormat,
} from "@/lib/imports/templates/layouts";
import { routes } from "@/lib/routes";

const FORMAT_LABELS: Record<TemplateFormat, string> = { xlsx: "XLSX", xls: "XLS", csv: "CSV" };

/** The templates, each with the kinds of file that it comes as. */
export function TemplateList({ org }: { org: string }) {
  return (
    <ul className="grid gap-1.5">
      {TEMPLATES.map((template) => (
        <li key={template} className="flex flex-wrap justify-between gap-x-4">
          <span>{TEMPLATE_INFO[template].label}</span>
          <span className="ms-auto flex gap-x-3">
            {TEMPLATE_INFO[template].formats.map((format) => (
              <TemplateLink key={format} org={org} template={template} format={format} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

type LinkProps = { org: string; template: Template; format: TemplateFormat };

function TemplateLink({ org, template, format }: LinkProps) {
  return (
    <a
      className="text-link"
      href={routes.importTemplate(org, `${template}.${format}`)}
      aria-label={`${TEMPLATE_INFO[template].label} as ${FORMAT_LABELS[format]}`}
      download
    >
      {FORMAT_LABELS[format]}
    </a>
  );
}
