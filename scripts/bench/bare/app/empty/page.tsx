/** What any page of Next loads, without anything on it. */
export default function Page() {
  return <main />;
}
