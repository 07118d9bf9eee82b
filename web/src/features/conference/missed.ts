import type { Id, Line, Message } from "../../live"

/** What others wrote beside the stage while one was away, oldest first. */
export async function writtenSince(
  line: Pick<Line, "request">,
  room: Id,
  since: number,
  you: Id,
): Promise<Message[]> {
  const { messages } = await line.request({ type: "chat.catch_up", room })
  return messages.filter(
    ({ author, state, created_at }) =>
      author.id !== you && state === "visible" && Date.parse(created_at) >= since,
  )
}
