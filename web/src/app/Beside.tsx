import { useLingui } from "@lingui/react/macro"
import { useState, useSyncExternalStore } from "react"
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components/Tabs"
import type { BesideProps, MakeBeside } from "../features/conference"
import { LivePolls, OpenPoll, Polls, unanswered } from "../features/polls"
import { BeingAnswered, LiveQuestions, Questions } from "../features/questions"
import { line } from "../live"
import styles from "./Beside.module.css"

/** Polls and questions beside the stage of one conference. */
export const makeBeside: MakeBeside = (conference) => {
  const polls = new LivePolls(line, conference)
  const questions = new LiveQuestions(line, conference)
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
    Panel: (props) => <Panel {...props} polls={polls} questions={questions} />,
    Notice: ({ shown, leads, onShow }) => (
      <>
        <OpenPoll polls={polls} shown={shown || leads} onShow={onShow} />
        <BeingAnswered questions={questions} shown={shown} />
      </>
    ),
  }
}

interface Parts extends BesideProps {
  polls: LivePolls
  questions: LiveQuestions
}

function Panel({ polls, questions, you, leads, may, chatClosed }: Parts) {
  const { t } = useLingui()
  const [tab, setTab] = useState("polls")
  return (
    <Tabs className={styles.tabs ?? ""} selectedKey={tab} onSelectionChange={(key) => setTab(String(key))}>
      <TabList aria-label={t`Polls and questions`} className={styles.list ?? ""}>
        <Tab id="polls" className={styles.tab ?? ""}>{t`Polls`}</Tab>
        <Tab id="questions" className={styles.tab ?? ""}>{t`Questions`}</Tab>
      </TabList>
      <TabPanel id="polls" className={styles.panel ?? ""}>
        <Polls polls={polls} leads={leads} />
      </TabPanel>
      <TabPanel id="questions" className={styles.panel ?? ""}>
        <Questions
          questions={questions}
          you={you.id}
          leads={leads}
          asks={may.includes("CHAT_WRITE")}
          closed={chatClosed}
        />
      </TabPanel>
    </Tabs>
  )
}
