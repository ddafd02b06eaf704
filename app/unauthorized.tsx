import { NothingHere } from "@/components/shell/turned-away";

/** Never shown: whoever is not signed in goes to sign in. Without it Next sends its own page along with every other. */
export default function Unauthorized() {
  return <NothingHere />;
}
