import { MessageStateMark } from "@/components/messages/message-state";
import { HeaderCell, Table, TableBody, TableHead } from "@/components/ui/table";
import type { MessageState } from "@/lib/messages/states";

/** A message as it is listed, with its words written by the server. */
export type MessageItem = {
  id: string;
  href: string;
  when: string;
  /** ISO 8601. */
  moment: string;
  who: string;
  address: string;
  what: string;
  method: string;
  state: MessageState;
  /** When it got there, or why not. */
  note: string | null;
  sentBy: string | null;
};

/** Messages, newest first. */
export function MessagesTable({ items, short }: { items: MessageItem[]; short?: boolean }) {
  const labels = ["When", ...(short ? [] : ["To"]), "What", "State", ...(short ? [] : ["Sent by"])];
  return (
    <div className={looks} data-soft="">
      <Table
        caption="Messages"
        density="dense"
        stacked
        labels={short ? labels : ["When", "", "What", "State", "Sent by"]}
      >
        <TableHead>
          {labels.map((label) => (
            <HeaderCell key={label}>{label}</HeaderCell>
          ))}
        </TableHead>
        <TableBody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>
                <a href={item.href}>
                  <time dateTime={item.moment}>{item.when}</time>
                </a>
              </td>
              {!short && (
                <th scope="row">
                  <div>
                    {item.who}
                    <span className="block text-dense font-normal text-muted">{item.address}</span>
                  </div>
                </th>
              )}
              <td>
                <div>
                  {item.what}
                  <span className="block text-dense text-muted">{item.method}</span>
                </div>
              </td>
              <td>
                <div>
                  <MessageStateMark state={item.state} />
                  {item.note && <span className="block text-dense text-muted">{item.note}</span>}
                </div>
              </td>
              {!short && <td>{item.sentBy ?? "Rollcall"}</td>}
            </tr>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

const looks = "[&_td:nth-child(1)]:whitespace-nowrap [&_th]:wrap-anywhere";
