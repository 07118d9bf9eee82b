import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { lazy, Suspense, useState } from "react"
import { Button, ButtonLink, Empty, explain, Skeleton } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { conferencesQuery, spaceQuery } from "./api"
import { ChatroomCard } from "./ChatroomCard"
import { ConferenceTable } from "./ConferenceTable"
import { isOver, nextOf } from "./conferences"
import styles from "./LivePage.module.css"
import { NextConference } from "./NextConference"
import { RoomsCard } from "./RoomsCard"
import { isAdministrator, isTeacherRole } from "./roles"
import { useSpace } from "./SpaceLayout"

const PlanDialog = lazy(() => import("./PlanDialog"))

/** What the dialog opens with: start now, or plan for later. */
type Plan = "now" | "later" | null

/** The Live tab: chatroom, next conference, all conferences. */
export function LivePage() {
  const { t, i18n } = useLingui()
  const { id, slug, title, state, role } = useSpace()
  const teacher = isTeacherRole(role)
  const { data: home } = useQuery(spaceQuery(id))
  const { data, error, isPending } = useQuery(conferencesQuery(id))
  const [plan, setPlan] = useState<Plan>(null)
  useTitle(`${t`Live`} · ${title}`)
  const conferences = data?.conferences ?? []
  const next = nextOf(conferences)
  const mayPlan = home?.may.includes("CONFERENCE_START") ?? false
  return (
    <div className={styles.page}>
      <div className={styles.pair}>
        <ChatroomCard space={id} slug={slug} />
        {isPending && <Skeleton lines={4} />}
        {error && <Empty title={explain(i18n, error)} />}
        {data && next && <NextConference conference={next} slug={slug} />}
        {data && !next && (
          <NoConference closed={state !== "open"} mayPlan={mayPlan} onStart={() => setPlan("now")} />
        )}
      </div>
      <RoomsCard space={id} slug={slug} administers={isAdministrator(role) && state === "open"} />
      <section className={card.card}>
        <div className={card.head}>
          <h2>
            <Trans>All conferences</Trans>
          </h2>
          {teacher && (
            <div className={styles.buttons}>
              <ButtonLink size="small" look="quiet" icon="wifi-high" to={`/t/${slug}/check`}>
                <Trans>Network check</Trans>
              </ButtonLink>
              {mayPlan && (
                <>
                  <Button size="small" icon="video-camera" onPress={() => setPlan("now")}>
                    <Trans>Start a Live Event</Trans>
                  </Button>
                  <Button size="small" icon="plus-bold" onPress={() => setPlan("later")}>
                    <Trans>Plan a conference</Trans>
                  </Button>
                </>
              )}
            </div>
          )}
        </div>
        {conferences.length > 0 ? (
          <ConferenceTable conferences={conferences} slug={slug} reports={teacher} />
        ) : (
          data && <p className={styles.none}>{t`No conferences yet.`}</p>
        )}
        {conferences.length > 0 && (
          <p className={styles.none}>
            <Plural
              value={conferences.filter((one) => !isOver(one)).length}
              one="# to come"
              other="# to come"
            />
          </p>
        )}
      </section>
      {plan && (
        <Suspense>
          <PlanDialog space={id} slug={slug} start={plan} onClose={() => setPlan(null)} />
        </Suspense>
      )}
    </div>
  )
}

interface NoConferenceProps {
  /** The project has ended: nothing new is planned here. */
  closed: boolean
  mayPlan: boolean
  onStart: () => void
}

function NoConference({ closed, mayPlan, onStart }: NoConferenceProps) {
  const { t } = useLingui()
  const words = mayPlan
    ? t`Start one now or plan one: 30, 60 or 90 minutes.`
    : closed
      ? t`This project is closed, so there are no new ones.`
      : t`A teacher plans it. You see it here.`
  return (
    <section className={`${card.card} ${card.twin} ${styles.noConference}`}>
      <Empty
        title={t`No conference planned`}
        action={
          mayPlan && (
            <Button look="main" icon="video-camera" onPress={onStart}>
              <Trans>Start a Live Event</Trans>
            </Button>
          )
        }
      >
        {words}
      </Empty>
    </section>
  )
}
