import { NothingHere } from "@/components/shell/turned-away";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return <NothingHere />;
}
