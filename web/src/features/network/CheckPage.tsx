import { useLingui } from "@lingui/react/macro"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type Id, line, Refusal } from "../../live"
import { type ProbeResult, runProbe } from "../../live/probe"
import { relaysForCheck } from "../../live/relays"
import { Banner, Button, classes, explain } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { checksQuery, sendCheck } from "./api"
import { ChecksCard } from "./ChecksCard"
import styles from "./check.module.css"
import { Measurement } from "./Measurement"

export interface CheckPageProps {
  space: Id
  /** The conference that the check is made for. */
  conference: Id | null
  /** Teachers see the checks of all schools. */
  teacher: boolean
}

/** Try the network ahead, over the very path that sound and pictures will take; the result goes to the teachers. */
export function CheckPage({ space, conference, teacher }: CheckPageProps) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  useTitle(t`Network check`)
  const check = useMutation({
    mutationFn: async (): Promise<ProbeResult> => {
      const result = await runProbe(line, { relays: () => relaysForCheck(space) })
      const { findings: _, ...measured } = result
      await sendCheck(space, { ...measured, conference }).catch((error: unknown) => {
        // Only a school's result is kept; who belongs to none still reads it here.
        if (!(error instanceof Refusal && error.code === "no_school")) throw error
      })
      return result
    },
    onSuccess: () => queries.invalidateQueries(checksQuery(space)),
  })
  return (
    <div className={styles.page}>
      <section className={classes(card.card, card.pad, card.twin, styles.check)}>
        <h2>{t`Does your network carry sound and pictures?`}</h2>
        <p>{t`The check takes a few seconds. Run it at school, on the device and in the room that you will use.`}</p>
        <Button
          look="main"
          size="big"
          icon="wifi-high"
          isPending={check.isPending}
          onPress={() => check.mutate()}
        >
          {check.isPending ? t`Testing the network` : check.data ? t`Test again` : t`Test the network`}
        </Button>
        <div aria-live="polite" className={styles.result}>
          {check.error && <Banner kind="bad">{explain(i18n, check.error)}</Banner>}
          {check.data && <Measurement result={check.data} />}
        </div>
      </section>
      {teacher && <ChecksCard space={space} />}
    </div>
  )
}
