import type { TestProduct } from "@/scripts/test/browser";
import { ownProduct } from "./products";

if (!ownProduct)
  throw new Error("ROLLCALL_TEST_PRODUCTS is not set: run the browser tests by `npm test -- browser`.");

/** The product that the tests of this process use. */
export const product: TestProduct = ownProduct;
