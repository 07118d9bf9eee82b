export { ProjectsPage } from "./ProjectsPage"
export { TodayPage } from "./TodayPage"
