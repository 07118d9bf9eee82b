export { AskContact } from "./AskContact"
export { contactsQuery } from "./api"
export { ContactAnswer } from "./ContactAnswer"
