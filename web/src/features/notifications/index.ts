export { Bell } from "./Bell"
