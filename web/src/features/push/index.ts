export { PushPage } from "./PushPage"
