import { NotAllowedHere } from "@/components/shell/turned-away";

export const metadata = { title: "Not allowed" };

export default function Forbidden() {
  return <NotAllowedHere />;
}
