import { ActForm } from "@/components/mfa/act-form";
import { dayInWords } from "@/components/ui/dates";
import type { FormState } from "@/lib/form-state";
import type { Device } from "@/lib/mfa/queries";
import { deviceInWords } from "@/lib/sessions/device";

type DevicesListProps = {
  devices: Device[];
  /** With an empty id it forgets all of them. */
  forget: (id: string, state: FormState, form: FormData) => Promise<FormState>;
};

/** The devices that are asked for no second step, each with a way to end that. */
export function DevicesList({ devices, forget }: DevicesListProps) {
  if (devices.length === 0) return <p className="text-muted">None.</p>;
  return (
    <div className="grid gap-4">
      <ul className="divide-y divide-line">
        {devices.map(({ id, userAgent, createdAt, lastUsedAt, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-start justify-between gap-3 py-3 first:pt-0 last:pb-0">
            <div>
              <p className="font-medium">{deviceInWords(userAgent)}</p>
              <p className="text-dense text-muted">
                Since {dayInWords(createdAt)}
                {lastUsedAt && `, last used on ${dayInWords(lastUsedAt)}`}. Until {dayInWords(expiresAt)}.
              </p>
            </div>
            <ActForm
              action={forget.bind(null, id)}
              label="Forget"
              ariaLabel={`Forget ${deviceInWords(userAgent)}`}
              size="sm"
            />
          </li>
        ))}
      </ul>
      {devices.length > 1 && <ActForm action={forget.bind(null, "")} label="Forget all devices" />}
    </div>
  );
}
