import { PrismaPg } from "@prisma/adapter-pg";
import { connection } from "next/server";
import { PrismaClient } from "@/lib/generated/prisma/client";

const prisma = new PrismaClient({
  adapter: new PrismaPg({ connectionString: process.env.BENCH_DATABASE_URL ?? "", max: 10 }),
});

/** The least that shows the list's first fifty people: one query, one table, nobody asked who they are. */
export default async function Page() {
  await connection();
  const users = await prisma.user.findMany({
    where: { organizationId: process.env.BENCH_ORGANIZATION_ID ?? "", removedAt: null },
    orderBy: [{ sortName: "asc" }, { id: "asc" }],
    take: 50,
  });
  return (
    <table>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <td>
              {user.lastName}, {user.firstName}
            </td>
            <td>{user.username}</td>
            <td>{user.accessEmail}</td>
            <td>{user.role}</td>
            <td>{user.createdAt.toISOString()}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
