export { ChatPage } from "./ChatPage"
export { ChatPanel, type ChatPanelProps } from "./ChatPanel"
export type { Inside } from "./useChatroom"
