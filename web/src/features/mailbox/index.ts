export { MailboxPage } from "./MailboxPage"
