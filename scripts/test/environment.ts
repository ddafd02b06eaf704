import { baseEnvironment } from "@/scripts/children/environment";
import type { Environment } from "@/scripts/shared/project";

const ours =
  /^(PORT|NODE_ENV|LOG_LEVEL|WORKER_.*|DATABASE_.*|NEXTAUTH_.*|NEXT_SERVER_ACTIONS_.*|ROLLCALL_.*|MAIL_FROM|RESEND_.*|SMTP_URL|TWILIO_.*)$/;

/**
 * The environment of the checks: none of the product's settings, so that no test ever meets a real database. Those
 * that `.env` could bring in are blanked and not left out.
 */
export function testEnvironment(): Environment {
  const rest = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return {
    ...baseEnvironment(Object.fromEntries(rest)),
    DATABASE_URL: "",
    DATABASE_APP_URL: "",
    NEXTAUTH_SECRET: "",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: "",
    ROLLCALL_URL: "",
    ROLLCALL_DATA_DIR: "",
    MAIL_FROM: "",
    TWILIO_ACCOUNT_SID: "",
  };
}
