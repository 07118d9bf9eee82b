import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { line } from "../../live"
import { Button, Choice, Field, IconButton, MenuButton, useZone } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { instantOf, wall } from "../../ui/time"
import styles from "./ChatPanel.module.css"
import { choose, useDensity } from "./density"
import type { Goal } from "./Log"

export interface ChatToolsProps {
  searching: boolean
  onSearch: () => void
  onGo: (goal: Goal) => void
}

/** Search, jump to a day, and how close the messages stand. */
export function ChatTools({ searching, onSearch, onGo }: ChatToolsProps) {
  const { t } = useLingui()
  const [asking, setAsking] = useState(false)
  const density = useDensity()
  return (
    <div className={styles.tools} role="toolbar" aria-label={t`Chat tools`}>
      <IconButton
        small
        icon={searching ? "x" : "magnifying-glass"}
        label={searching ? t`Close the search` : t`Search messages`}
        data-search
        onPress={onSearch}
      />
      <IconButton small icon="calendar-blank" label={t`Jump to a day`} onPress={() => setAsking(true)} />
      <MenuButton
        aria-label={t`How close messages stand`}
        onAction={(key) => choose(key === "compact" ? "compact" : "comfortable")}
        button={<IconButton small icon="list" label={t`How close messages stand`} />}
      >
        <Choice id="comfortable" checked={density === "comfortable"}>{t`Comfortable`}</Choice>
        <Choice id="compact" checked={density === "compact"}>{t`Compact`}</Choice>
      </MenuButton>
      <DayDialog
        open={asking}
        onClose={() => setAsking(false)}
        onDay={(at) => {
          setAsking(false)
          onGo({ at })
        }}
      />
    </div>
  )
}

interface DayDialogProps {
  open: boolean
  onClose: () => void
  onDay: (at: string) => void
}

function DayDialog({ open, onClose, onDay }: DayDialogProps) {
  const { t } = useLingui()
  const zone = useZone()
  const [date, setDate] = useState(() => wall(line.serverNow(), zone).date)
  const valid = /^\d{4}-\d\d-\d\d$/.test(date)
  return (
    <Dialog title={t`Jump to a day`} open={open} onClose={onClose}>
      <form
        className={styles.asking}
        onSubmit={(event) => {
          event.preventDefault()
          if (valid) onDay(new Date(instantOf(date, "00:00", zone)).toISOString())
        }}
      >
        <Field label={t`Day`} type="date" value={date} onChange={setDate} autoFocus />
        <DialogButtons>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button type="submit" look="main" isDisabled={!valid}>
            {t`Jump`}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
