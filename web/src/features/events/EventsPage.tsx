import { Trans, useLingui } from "@lingui/react/macro"
import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { type EventCard, line } from "../../live"
import {
  Banner,
  Button,
  ButtonLink,
  classes,
  Empty,
  explain,
  IconButton,
  Skeleton,
  Toggle,
  useNow,
} from "../../ui"
import { shortWeekday } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { Agenda } from "./Agenda"
import { eventsQuery, type Filters, upcomingQuery } from "./api"
import {
  byDay,
  type Day,
  gridOf,
  numberOf,
  rangeOf,
  step,
  today as todayAt,
  type View,
  weekOf,
} from "./calendar"
import { DatePicker } from "./DatePicker"
import { titleOf, wallOf } from "./days"
import styles from "./EventsPage.module.css"
import { FeedButton } from "./FeedDialog"
import { FilterFields } from "./FilterFields"
import { MonthView } from "./MonthView"
import { type Looking, useLooking } from "./search"
import { Upcoming } from "./Upcoming"
import { WeekView } from "./WeekView"

const serverClock = () => line.serverNow()
const NONE: readonly EventCard[] = []

/** The calendar of events (R-061 … R-063). `mayLead`: whether one may make events, and join them. */
export function EventsPage({ mayLead }: { mayLead: boolean }) {
  const { t, i18n } = useLingui()
  const now = useNow(60_000, serverClock)
  const today = todayAt(now)
  const [looking, look] = useLooking(now)
  const { view, day, filters } = looking
  const range = useMemo(() => rangeOf(gridOf(day)), [day])
  const { data, error, refetch } = useQuery(eventsQuery(range, filters))
  const days = useMemo(() => byDay(data?.events ?? NONE), [data])
  const busy = useMemo(() => new Set(days.keys()), [days])
  const openDay = (one: Day) => look({ day: one, view: "day" })
  const clear = () => look({ lang: "", country: "", form: "", q: "", mine: "" })
  useTitle(t`Events`)
  return (
    <div className={styles.page}>
      <div className={classes(styles.picker, view !== "month" && view !== "day" && styles.onlyWide)}>
        <DatePicker
          day={day}
          today={today}
          busy={busy}
          week={view === "week"}
          onChoose={(one) => look({ day: one, view: view === "upcoming" ? "day" : view })}
        />
      </div>
      <div className={styles.main}>
        <Head looking={looking} today={today} onLook={look} mayLead={mayLead} />
        {view === "week" && <Strip day={day} today={today} busy={busy} onDay={openDay} />}
        {error && !data && (
          <Empty
            title={explain(i18n, error)}
            action={<Button onPress={() => void refetch()}>{t`Try again`}</Button>}
          />
        )}
        {data?.more && view !== "upcoming" && (
          <Banner kind="info" alert="politely">
            <Trans>There are more events than fit here. Filter them, or look at “Upcoming”.</Trans>
          </Banner>
        )}
        {!data && !error && view !== "upcoming" && <Skeleton lines={6} />}
        {data && view === "week" && (
          <>
            <div className={styles.onlyWide}>
              <WeekView day={day} today={today} now={now} days={days} onDay={openDay} />
            </div>
            <div className={styles.onlyNarrow}>
              <DaysOf shown={weekOf(day)} days={days} today={today} filters={filters} onClear={clear} />
            </div>
          </>
        )}
        {data && view === "day" && (
          <DaysOf shown={[day]} days={days} today={today} filters={filters} onClear={clear} />
        )}
        {data && view === "month" && (
          <>
            <div className={styles.onlyWide}>
              <MonthView day={day} today={today} days={days} onDay={openDay} />
            </div>
            <div className={styles.onlyNarrow}>
              <DaysOf
                shown={gridOf(day).filter((one) => one.slice(0, 7) === day.slice(0, 7))}
                days={days}
                today={today}
                filters={filters}
                onClear={clear}
              />
            </div>
          </>
        )}
        {view === "upcoming" && <AllUpcoming now={now} today={today} filters={filters} onClear={clear} />}
      </div>
      <aside className={styles.side}>
        <FilterFields filters={filters} inFull={mayLead} onChange={look} />
        <Upcoming now={now} onAll={() => look({ view: "upcoming" })} />
        {mayLead && <FeedButton />}
      </aside>
    </div>
  )
}

interface HeadProps {
  looking: Looking
  today: Day
  onLook: (change: Partial<Record<string, string>>) => void
  mayLead: boolean
}

function Head({ looking: { view, day }, today, onLook, mayLead }: HeadProps) {
  const { t, i18n } = useLingui()
  const views: [View, string][] = [
    ["day", t({ message: "Day", context: "calendar" })],
    ["week", t({ message: "Week", context: "calendar" })],
    ["month", t({ message: "Month", context: "calendar" })],
    ["upcoming", t`Upcoming`],
  ]
  const steps: Record<string, [string, string]> = {
    day: [t`Day before`, t`Day after`],
    week: [t`Week before`, t`Week after`],
    month: [t`Month before`, t`Month after`],
  }
  const [before, after] = steps[view] ?? ["", ""]
  return (
    <div className={styles.head}>
      <h1 aria-live="polite">{titleOf(i18n, view, day)}</h1>
      {view !== "upcoming" && (
        <div className={styles.steps}>
          <IconButton
            small
            icon="caret-left"
            label={before}
            onPress={() => onLook({ day: step(view, day, -1) })}
          />
          <Button size="small" onPress={() => onLook({ day: today })}>
            <Trans>Today</Trans>
          </Button>
          <IconButton
            small
            icon="caret-right"
            label={after}
            onPress={() => onLook({ day: step(view, day, 1) })}
          />
        </div>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that nobody sees */}
      <div className={styles.views} role="group" aria-label={t`View`}>
        {views.map(([one, words]) => (
          <Toggle
            key={one}
            className={styles.view}
            isSelected={view === one}
            onChange={() => onLook({ view: one })}
          >
            {words}
          </Toggle>
        ))}
      </div>
      {mayLead && (
        <ButtonLink to="/events/new" look="main" icon="plus-bold" className={styles.create}>
          <Trans>Create an event</Trans>
        </ButtonLink>
      )}
    </div>
  )
}

/** The week in one line, for phones. */
function Strip({
  day,
  today,
  busy,
  onDay,
}: {
  day: Day
  today: Day
  busy: ReadonlySet<Day>
  onDay: (day: Day) => void
}) {
  const { i18n } = useLingui()
  return (
    <div className={styles.strip}>
      {weekOf(day).map((one) => (
        <button
          type="button"
          key={one}
          className={classes(one === today && styles.today, busy.has(one) && styles.busy)}
          aria-current={one === today ? "date" : undefined}
          onClick={() => onDay(one)}
        >
          {shortWeekday(i18n, wallOf(one).weekday)}
          <b>{numberOf(one)}</b>
        </button>
      ))}
    </div>
  )
}

interface ListProps {
  today: Day
  filters: Filters
  onClear: () => void
}

function DaysOf({
  shown,
  days,
  ...rest
}: ListProps & { shown: readonly Day[]; days: ReadonlyMap<Day, readonly EventCard[]> }) {
  const some = new Map(shown.flatMap((one) => (days.has(one) ? [[one, days.get(one) ?? NONE] as const] : [])))
  return some.size > 0 ? <Agenda days={some} today={rest.today} /> : <NothingHere {...rest} />
}

function AllUpcoming({ now, ...rest }: ListProps & { now: number }) {
  const { t, i18n } = useLingui()
  // From the full hour: a question that changes each minute would never be answered from what is stored.
  const from = new Date(now - (now % 3_600_000)).toISOString()
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery(
    upcomingQuery(from, rest.filters),
  )
  const events = data?.pages.flatMap((page) => page.events).filter((one) => Date.parse(one.ends_at) > now)
  if (error && !events)
    return (
      <Empty
        title={explain(i18n, error)}
        action={<Button onPress={() => void refetch()}>{t`Try again`}</Button>}
      />
    )
  if (!events) return <Skeleton lines={6} />
  if (events.length === 0) return <NothingHere {...rest} />
  return (
    <>
      <Agenda days={byDay(events)} today={rest.today} />
      {hasNextPage && (
        <Button className={styles.create} isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  )
}

function NothingHere({ filters, onClear }: ListProps) {
  const { t } = useLingui()
  const filtered = Object.values(filters).some(Boolean)
  return (
    <Empty
      title={filtered ? t`No event fits` : t`Nothing takes place here`}
      action={filtered && <Button onPress={onClear}>{t`Take the filters off`}</Button>}
    >
      {filtered ? t`Try fewer filters or other words.` : t`Choose another day, or see what comes next.`}
    </Empty>
  )
}
