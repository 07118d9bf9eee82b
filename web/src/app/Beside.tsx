import { useLingui } from "@lingui/react/macro"
import { useMemo, useSyncExternalStore } from "react"
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components/Tabs"
import type { BesideProps, MakeBeside } from "../features/conference"
import { LivePolls, OpenPoll, PageOffer, Polls, pagesWith, unanswered } from "../features/polls"
import { BeingAnswered, LiveQuestions, Questions } from "../features/questions"
import { line } from "../live"
import styles from "./Beside.module.css"
import { useChoosable } from "./choosable"

/** Polls and questions beside the stage of one conference. */
export const makeBeside: MakeBeside = (conference) => {
  const polls = new LivePolls(line, conference)
  const questions = new LiveQuestions(line, conference)
  const tab = new ChosenTab()
  return {
    open: () => {
      const stops = [polls.open(), questions.open()]
      return () => {
        for (const stop of stops) stop()
      }
    },
    useNews: (leads) => {
      const open = unanswered(useSyncExternalStore(polls.subscribe, polls.read)).length
      const all = useSyncExternalStore(questions.subscribe, questions.read)
      return leads ? all.filter(({ state }) => state === "asked").length : open
    },
    usePages: (document) => {
      const all = useSyncExternalStore(polls.subscribe, polls.read)
      return useMemo(() => pagesWith(all, document), [all, document])
    },
    Panel: (props) => <Panel {...props} polls={polls} questions={questions} tab={tab} />,
    Notice: ({ shown, leads, slides, onShow }) => {
      const seen = useSyncExternalStore(tab.subscribe, tab.read)
      const show = () => {
        tab.choose("polls")
        onShow()
      }
      return (
        <>
          {leads && <PageOffer polls={polls} slides={slides} onOpened={show} />}
          <OpenPoll polls={polls} shown={leads || (shown && seen === "polls")} onShow={show} />
          <BeingAnswered questions={questions} shown={shown && seen === "questions"} />
        </>
      )
    },
  }
}

type TabName = "polls" | "questions"

/** Which of the two one looks at; it stays while the panel is closed. */
class ChosenTab {
  private tab: TabName = "polls"
  private readonly subscribers = new Set<() => void>()

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): TabName => this.tab

  choose(tab: TabName): void {
    this.tab = tab
    for (const listener of [...this.subscribers]) listener()
  }
}

interface Parts extends BesideProps {
  polls: LivePolls
  questions: LiveQuestions
  tab: ChosenTab
}

function Panel({ polls, questions, tab, you, leads, may, chatClosed, onReport }: Parts) {
  const { t } = useLingui()
  const seen = useSyncExternalStore(tab.subscribe, tab.read)
  const open = unanswered(useSyncExternalStore(polls.subscribe, polls.read)).length
  const all = useSyncExternalStore(questions.subscribe, questions.read)
  const documents = useChoosable(polls.id, leads)
  const waiting = all.filter(({ state }) => state === "asked").length
  return (
    <Tabs
      className={styles.tabs ?? ""}
      selectedKey={seen}
      onSelectionChange={(key) => tab.choose(key as TabName)}
    >
      <TabList aria-label={t`Polls and questions`} className={styles.list ?? ""}>
        <Tab id="polls" className={styles.tab ?? ""}>
          {t`Polls`}
          <Count number={open} />
        </Tab>
        <Tab id="questions" className={styles.tab ?? ""}>
          {t`Questions`}
          <Count number={waiting} />
        </Tab>
      </TabList>
      <TabPanel id="polls" className={styles.panel ?? ""}>
        <Polls polls={polls} leads={leads} documents={documents} />
      </TabPanel>
      <TabPanel id="questions" className={styles.panel ?? ""}>
        <Questions
          questions={questions}
          you={you.id}
          leads={leads}
          asks={may.includes("CHAT_WRITE")}
          closed={chatClosed}
          onReport={(question) => onReport({ target: "question", id: question })}
        />
      </TabPanel>
    </Tabs>
  )
}

function Count({ number }: { number: number }) {
  return number > 0 && <span className={styles.count}>{number}</span>
}
