export { MailboxPage } from "./MailboxPage"
export { UnsubscribePage } from "./UnsubscribePage"
