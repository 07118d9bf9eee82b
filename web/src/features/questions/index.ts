export { BeingAnswered, Questions } from "./Questions"
export { LiveQuestions } from "./store"
