import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { ReferenceOperation, ReferencePart } from "@/lib/rest/reference";

/** One kind of thing that the API has, with its operations, each of which opens to all that it takes and answers. */
export function ReferenceSection({ part }: { part: ReferencePart }) {
  const id = `part-${part.name.toLowerCase()}`;
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="text-[0.9375rem] font-semibold">
        {part.name}
      </h2>
      <p className="mt-1 mb-3 max-w-[72ch] text-muted">{part.about}</p>
      <div className="divide-y divide-line rounded-box border border-line">
        {part.operations.map((operation) => (
          <OperationDetails key={operation.id} operation={operation} />
        ))}
      </div>
    </section>
  );
}

function OperationDetails({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, about, fields, answers, example } = operation;
  return (
    <details id={id}>
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5">
        <code className="w-16 shrink-0 font-semibold">{method}</code>
        <code className="min-w-0 break-all">{path}</code>
        <span className="text-muted">{summary}</span>
      </summary>
      <div className="flex flex-col gap-4 px-4 pt-1 pb-4">
        {about && <p className="max-w-[72ch]">{about}</p>}
        {fields.length > 0 && <Fields caption={`What ${method} ${path} takes`} fields={fields} />}
        <pre className="overflow-x-auto rounded-field bg-base-200 p-3 text-dense">{example}</pre>
        <Table caption={`What ${method} ${path} answers`} density="dense" stacked labels={["", "Meaning"]}>
          <TableHead>
            <HeaderCell>Status</HeaderCell>
            <HeaderCell>Meaning</HeaderCell>
          </TableHead>
          <TableBody>
            {answers.map((answer) => (
              <Row key={answer.status}>
                <Cell strong>{answer.status}</Cell>
                <Cell>{answer.about}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  );
}

function Fields({ caption, fields }: { caption: string; fields: ReferenceOperation["fields"] }) {
  return (
    <Table caption={caption} density="dense" stacked labels={["", "In", "Takes", "About"]}>
      <TableHead>
        <HeaderCell>Name</HeaderCell>
        <HeaderCell>In</HeaderCell>
        <HeaderCell>Takes</HeaderCell>
        <HeaderCell>About</HeaderCell>
      </TableHead>
      <TableBody>
        {fields.map(({ name, where, type, isRequired, about }) => (
          <Row key={`${where} ${name}`}>
            <Cell strong>
              <code>{name}</code>
            </Cell>
            <Cell nowrap>{isRequired ? `${where}, required` : where}</Cell>
            <Cell>{type}</Cell>
            <Cell>{about}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
