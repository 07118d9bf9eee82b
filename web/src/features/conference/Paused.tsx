import { useLingui } from "@lingui/react/macro"
import { Banner } from "../../ui"
import { useView } from "./context"
import { leads } from "./view"

/** For those who lead: that everything stands still; "Go on" stands where "Pause all" was. */
export function Paused() {
  const { t } = useLingui()
  const view = useView()
  if (!view.paused || !leads(view)) return null
  return (
    <Banner kind="bad" icon="pause-fill" alert>
      <b>{t`Everything is paused.`}</b>{" "}
      {t`Only those who lead are heard and seen. What was on before comes back.`}
    </Banner>
  )
}
