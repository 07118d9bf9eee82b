export { ChatPage } from "./ChatPage"
export { ChatPanel, type ChatPanelProps } from "./ChatPanel"
export { type Extras, ExtrasContext } from "./extras"
export type { Inside } from "./useChatroom"
