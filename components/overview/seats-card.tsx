import { Figure } from "@/components/overview/status-card";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";

type Seats = { id: string; name: string; bought: number | null; used: number; waiting: number };

type SeatsCardProps = {
  services: Seats[];
  href: string;
  hrefOf: (serviceId: string) => string;
  waitingHrefOf: (serviceId: string) => string;
};

/** How many seats of each service are taken, of how many, and who waits for one. */
export function SeatsCard({ services, href, hrefOf, waitingHrefOf }: SeatsCardProps) {
  return (
    <Card title="Seats" actions={<Link href={href}>All services</Link>}>
      <table className="w-full text-dense">
        <caption className="sr-only">Seats by service</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Taken</th>
            <th scope="col">Waiting</th>
          </tr>
        </thead>
        <tbody>
          {services.map(({ id, name, bought, used, waiting }) => (
            <tr key={id} className="border-t border-line first:border-0">
              <th scope="row" className="w-full py-1.5 pe-3 text-start font-normal">
                <span className="grid gap-1">
                  {name}
                  <Share used={used} bought={bought} />
                </span>
              </th>
              <td className="py-1.5 text-end whitespace-nowrap">
                <Figure count={used} href={hrefOf(id)} of={`${name}, seats taken`} />
                <span className="text-muted">
                  {bought === null ? " of any number" : ` of ${bought.toLocaleString("en")}`}
                </span>
              </td>
              <td className="py-1.5 ps-3 text-end whitespace-nowrap">
                {waiting > 0 && (
                  <>
                    <Figure count={waiting} href={waitingHrefOf(id)} of={`${name}, waiting`} />
                    <span className="text-muted"> waiting</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

const WIDTH = 1000;

function Share({ used, bought }: { used: number; bought: number | null }) {
  if (!bought) return null;
  const until = Math.round(Math.min(1, used / bought) * WIDTH);
  return (
    <svg viewBox={`0 0 ${WIDTH} 4`} preserveAspectRatio="none" className="h-1 w-full" aria-hidden="true">
      <path className="fill-base-300" d={`M0 0h${WIDTH}v4H0z`} />
      <path className="fill-primary" d={`M0 0h${until}v4H0z`} />
    </svg>
  );
}
