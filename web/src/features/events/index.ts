export { EventsPage } from "./EventsPage"
