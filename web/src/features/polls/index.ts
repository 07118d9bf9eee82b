export { OpenPoll } from "./OpenPoll"
export { Polls } from "./Polls"
export { LivePolls, unanswered } from "./store"
