import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { IconName } from "../../ui"
import type { Phrase, Reaction } from "./requests"

export interface Card {
  icon: IconName
  words: MessageDescriptor
}

export const REACTIONS: Record<Reaction, Card> = {
  thumbs_up: { icon: "thumbs-up-fill", words: msg`Thumbs up` },
  clap: { icon: "hands-clapping-fill", words: msg`Clapping` },
  heart: { icon: "heart-fill", words: msg`Heart` },
  laugh: { icon: "smiley-fill", words: msg`Laughing` },
  surprised: { icon: "sparkle-fill", words: msg`Wow` },
  party: { icon: "confetti-fill", words: msg`Party` },
}

/** Sentences that everybody reads in their own language: nothing is translated by a machine. */
export const PHRASES: Record<Phrase, Card> = {
  cannot_hear: { icon: "ear-slash-fill", words: msg`I can’t hear you` },
  cannot_see: { icon: "eye-slash-fill", words: msg`I can’t see it` },
  please_repeat: { icon: "repeat-bold", words: msg`Please repeat` },
  slower: { icon: "person-simple-walk-fill", words: msg`More slowly, please` },
  louder: { icon: "speaker-high-fill", words: msg`Louder, please` },
  question: { icon: "question-fill", words: msg`I have a question` },
  understood: { icon: "check-circle-fill", words: msg`I understand` },
  not_understood: { icon: "smiley-sad-fill", words: msg`I don’t understand` },
  agree: { icon: "handshake-fill", words: msg`I agree` },
  one_moment: { icon: "hourglass-medium-fill", words: msg`One moment, please` },
  technical_problem: { icon: "wrench-fill", words: msg`I have a technical problem` },
  thank_you: { icon: "hands-praying-fill", words: msg`Thank you` },
}
