import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useState } from "react"
import { Link, useParams } from "react-router"
import type { Decision } from "../../live"
import { Banner, Button, Empty, explain, Field, Skeleton, Time } from "../../ui"
import { useTitle } from "../../ui/useTitle"
import { appealDecision, decisionQuery } from "./api"
import styles from "./moderation.module.css"
import { measureOf, TARGET } from "./words"

/** Where the letter about a suspension leads: the decision, and one appeal, without signing in. */
export function DecisionPage({ language }: { language: ReactNode }) {
  const { t, i18n } = useLingui()
  const { token = "" } = useParams()
  const { data, error } = useQuery(decisionQuery(token))
  useTitle(t`A decision about you`)
  return (
    <main id="main" tabIndex={-1} className={styles.decision}>
      <h1>{t`A decision about you`}</h1>
      {error && <Empty title={explain(i18n, error)} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && <Whole token={token} decision={data} />}
      {language}
    </main>
  )
}

function Whole({ token, decision }: { token: string; decision: Decision }) {
  const { t, i18n } = useLingui()
  const { target, outcome, suspended_until, decided_at, state, may_appeal } = decision
  const suspended = outcome === "suspended" && suspended_until
  return (
    <>
      <p>
        <b>{i18n._(measureOf(outcome, target))}</b>
      </p>
      <p>
        {t`It was about:`} {i18n._(TARGET[target].words)}
      </p>
      <p>
        <Trans>
          Decided: <Time start={decided_at} />
        </Trans>
      </p>
      {suspended && (
        <p>
          <Trans>
            It ends by itself: <Time start={suspended_until} />
          </Trans>
        </p>
      )}
      {state === "appealed" && (
        <p role="status">{t`Somebody else looks at it now. What came of it is written to you.`}</p>
      )}
      {may_appeal && <Appeal token={token} />}
      {outcome !== "suspended" && <Link to="/sign-in">{t`Sign in`}</Link>}
    </>
  )
}

function Appeal({ token }: { token: string }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [text, setText] = useState("")
  const asking = useMutation({
    mutationFn: () => appealDecision(token, text),
    onSuccess: (decision) => queries.setQueryData(decisionQuery(token).queryKey, decision),
  })
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        asking.mutate()
      }}
    >
      <h2>{t`Ask for another decision`}</h2>
      <p>{t`Somebody who has not decided yet looks at it once more. This is possible once.`}</p>
      <Field label={t`Why?`} value={text} onChange={setText} lines={4} maxLength={2000} />
      {asking.error && (
        <Banner kind="bad" alert>
          {explain(i18n, asking.error)}
        </Banner>
      )}
      <Button type="submit" look="main" isDisabled={asking.isPending || !text.trim()}>
        {t`Ask for another decision`}
      </Button>
    </form>
  )
}
