import type { Id, Message } from "../../live"

/** The reactions after one person gave or took back an emoji. */
export function toggled(
  reactions: Message["reactions"],
  emoji: string,
  user: Id,
  on: boolean,
): Message["reactions"] {
  const known = reactions.some((one) => one.emoji === emoji)
  if (on && !known) return [...reactions, { emoji, users: [user] }]
  return reactions
    .map((one) => {
      if (one.emoji !== emoji) return one
      const others = one.users.filter((id) => id !== user)
      return { ...one, users: on ? [...others, user] : others }
    })
    .filter((one) => one.users.length > 0)
}
