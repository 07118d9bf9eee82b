import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { ask, type Case, type Evidence, type EvidenceMaterial, type Id } from "../../live"
import { Button, classes, explain, Field, Moment, Tag, toasts } from "../../ui"
import card from "../../ui/Card.module.css"
import { agree, askToOpen, caseQuery } from "./api"
import { useCaseAct } from "./CasePage"
import styles from "./moderation.module.css"

/** Sealed evidence: one asks, another agrees, both may read for an hour. */
export function EvidenceCard({ shown }: { shown: Case }) {
  const { t, i18n } = useLingui()
  const { id, target_id } = shown.summary
  const act = useCaseAct(id)
  const queries = useQueryClient()
  const [why, setWhy] = useState("")
  const [evidence, setEvidence] = useState<Evidence | null>(null)
  if (shown.sealed === 0) return null
  const waiting = shown.openings.find((one) => one.agreed_by === null)
  const read = () =>
    ask<Evidence>("GET", "/api/cases/{case}/evidence", { path: { case: id } })
      .then((parts) => {
        setEvidence(parts)
        // That somebody has read it stands in the timeline.
        void queries.invalidateQueries(caseQuery(id))
      })
      .catch((error: unknown) => toasts.say(explain(i18n, error), { kind: "bad" }))
  return (
    <section className={classes(card.card, card.pad, styles.form)}>
      <h2>{t`Evidence`}</h2>
      <p>
        <Plural value={shown.sealed} one="# sealed part" other="# sealed parts" />.{" "}
        <Trans>Two people open it: one asks and says why, another agrees.</Trans>
      </p>
      {waiting && (
        <p>
          <bdi>{waiting.asked_by}</bdi>: <q>{waiting.why}</q>{" "}
          {waiting.may_agree && (
            <Button
              size="small"
              look="main"
              onPress={() => void act(() => agree(id, waiting.id))}
            >{t`Agree`}</Button>
          )}
        </p>
      )}
      {!waiting && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            void act(() => askToOpen(id, { why })).then((done) => done && setWhy(""))
          }}
        >
          <Field label={t`Why should it be opened?`} value={why} onChange={setWhy} maxLength={400} />
          <Button type="submit" size="small" isDisabled={why.trim().length < 10}>{t`Ask a colleague`}</Button>
        </form>
      )}
      {shown.openings.some((one) => one.open_until) && (
        <Button icon="key" onPress={() => void read()}>{t`Read the evidence`}</Button>
      )}
      {evidence?.parts.map((part) => (
        <div key={part.position}>
          <Tag kind={part.intact ? "ok" : "bad"} icon={part.intact ? "shield-check" : "warning-fill"}>
            {part.intact ? t`as it was sealed` : t`changed after it was sealed`}
          </Tag>
          {part.messages.length > 0 && (
            <ul className={styles.evidence}>
              {part.messages.map((one) => (
                <li key={one.sha256} className={one.id === target_id ? styles.target : undefined}>
                  <b>
                    <bdi>{one.author_name}</bdi>
                  </b>{" "}
                  <Moment at={one.created_at} />
                  {one.earlier.map((text) => (
                    <p key={text} dir="auto">
                      <s>{text}</s>
                    </p>
                  ))}
                  <p dir="auto">{one.text}</p>
                  {one.material && <Linked material={one.material} />}
                </li>
              ))}
            </ul>
          )}
          {part.material && <Shown case={id} material={part.material} file={part.file} />}
        </div>
      ))}
    </section>
  )
}

interface ShownProps {
  case: Id
  material: EvidenceMaterial
  file: Id | null
}

/** A reported material as it was: whoever shared it may have deleted it since. */
function Shown({ case: id, material: { kind, title, alt_text, owner_name, url, sha256 }, file }: ShownProps) {
  const bytes = file && `/api/cases/${id}/evidence/${file}/file`
  return (
    <div className={styles.shown}>
      {bytes && kind === "image" && <img src={bytes} alt={alt_text} />}
      <b dir="auto">{title}</b>
      <p>
        <bdi>{owner_name}</bdi>
        {alt_text && kind === "image" && <small dir="auto"> ({alt_text})</small>}
      </p>
      {url && <p dir="ltr">{url}</p>}
      {bytes && kind === "file" && (
        <a href={bytes} download>
          <Trans>Save on this device</Trans>
        </a>
      )}
      {sha256 && <small dir="ltr">SHA-256 {sha256}</small>}
    </div>
  )
}

/** What the message linked when it was sealed, in words: the thing itself may be deleted since. */
function Linked({ material }: { material: EvidenceMaterial }) {
  const title = material.title
  return (
    <p>
      <Trans>
        linked: <bdi>{title}</bdi>
      </Trans>
      {material.alt_text && <small dir="auto"> ({material.alt_text})</small>}{" "}
      {material.url ?? material.sha256}
    </p>
  )
}
