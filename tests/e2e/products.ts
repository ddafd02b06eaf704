import type { TestProduct } from "@/scripts/test/browser";

const products = JSON.parse(process.env.ROLLCALL_TEST_PRODUCTS ?? "[]") as TestProduct[];

/** The product that the tests of this process use, and those of no other; none outside of `npm test`. */
export const ownProduct: TestProduct | undefined = products[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];

/** How many processes may run tests beside each other: each has a product of its own. */
export const WORKERS = Math.max(1, products.length);
