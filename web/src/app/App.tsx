import { I18nProvider } from "@lingui/react"
import { BrowserRouter } from "react-router"
import { i18n } from "./i18n"

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <BrowserRouter>TwinSpace Live</BrowserRouter>
    </I18nProvider>
  )
}
