import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Id, WayToPlace } from "../../live"
import { Button, ButtonLink, classes, explain, Field, Moment, Select, toasts } from "../../ui"
import card from "../../ui/Card.module.css"
import { caseQuery, openRoom } from "./api"
import styles from "./moderation.module.css"

const HOURS = [2, 8, 24, 72]

/** For whoever handles a case from outside: the room is opened for this report, with a reason, for a time (T35). */
export function OpenRoomCard({ id, way }: { id: Id; way: WayToPlace }) {
  const { t } = useLingui()
  if (way.is_member || (!way.opens && !way.open_until)) return null
  return (
    <section className={classes(card.card, card.pad, styles.form)}>
      <h2>{t`The room`}</h2>
      {way.open_until ? (
        <>
          <p>
            <Trans>
              You may look in until <Moment at={way.open_until} />.
            </Trans>
          </p>
          {way.opens && (
            <ButtonLink to={`/wall?room=${way.opens}`} icon="eye">{t`Go to the room`}</ButtonLink>
          )}
        </>
      ) : (
        way.opens && <Door id={id} room={way.opens} />
      )}
    </section>
  )
}

function Door({ id, room }: { id: Id; room: Id }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [reason, setReason] = useState("")
  const [hours, setHours] = useState(String(HOURS[0]))
  const [busy, setBusy] = useState(false)
  async function open() {
    setBusy(true)
    try {
      await openRoom(room, { reason, hours: Number(hours), case: id })
      await queries.invalidateQueries(caseQuery(id))
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
      setBusy(false)
    }
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <p>{t`You are not in this TwinSpace. Say why you look into it: its founders read your reason, and everybody inside sees that a moderator is present.`}</p>
      <Field label={t`Reason`} value={reason} onChange={setReason} maxLength={400} />
      <Select
        label={t`For how long?`}
        value={hours}
        onChange={setHours}
        options={HOURS.map((one) => ({
          value: String(one),
          label: plural(one, { one: "# hour", other: "# hours" }),
        }))}
      />
      <Button type="submit" look="main" icon="key" isDisabled={busy || reason.trim().length < 10}>
        {t`Open the room for this report`}
      </Button>
    </form>
  )
}
