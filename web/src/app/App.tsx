import { I18nProvider, useLingui } from "@lingui/react"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { type ReactNode, Suspense, useState } from "react"
import { I18nProvider as AriaLocale } from "react-aria-components/I18nProvider"
import { BrowserRouter } from "react-router"
import { Refusal } from "../live"
import { Skeleton } from "../ui"
import { ToastRegion } from "../ui/ToastRegion"
import { ErrorBoundary } from "./ErrorBoundary"
import { i18n } from "./i18n"
import { Pages } from "./Pages"
import { RouteFocus } from "./RouteFocus"

function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A refusal is an answer; only a lost line is worth another try.
        retry: (count, error) => !(error instanceof Refusal) && count < 2,
      },
    },
  })
}

/** Everything around the pages: languages, stored answers, addresses, and what to show when something breaks. */
export function App() {
  const [queries] = useState(newQueries)
  return (
    <I18nProvider i18n={i18n}>
      <AriaLocaleOf>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <ErrorBoundary>
              <Suspense fallback={<Skeleton lines={5} />}>
                <Pages />
              </Suspense>
            </ErrorBoundary>
            <RouteFocus />
          </BrowserRouter>
          <ToastRegion />
        </QueryClientProvider>
      </AriaLocaleOf>
    </I18nProvider>
  )
}

/** React Aria's own words and its reading direction follow our language. */
function AriaLocaleOf({ children }: { children: ReactNode }) {
  const { i18n: spoken } = useLingui()
  return <AriaLocale locale={spoken.locale}>{children}</AriaLocale>
}
