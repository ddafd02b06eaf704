import { NotAllowedAtWork } from "@/components/shell/turned-away";

export const metadata = { title: "Not allowed" };

export default function Forbidden() {
  return <NotAllowedAtWork />;
}
