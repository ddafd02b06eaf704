import { problem } from "@/lib/problem";

/** Answers what no other route of the API does, in the API's own manner. */
function answerNothing(): Response {
  return problem({ code: "notFound", message: "The API has nothing at this address." });
}

export {
  answerNothing as DELETE,
  answerNothing as GET,
  answerNothing as PATCH,
  answerNothing as POST,
  answerNothing as PUT,
};
