export { myPupilsQuery } from "./api"
export { HeldNote } from "./HeldNote"
export { ReportDialog, type Reported } from "./ReportDialog"
export { RoomMenu } from "./RoomMenu"
