import { useLingui } from "@lingui/react/macro"
import { useId } from "react"
import type { Id } from "../../live"
import { classes } from "../../ui"
import card from "../../ui/Card.module.css"
import { DocumentList } from "./DocumentList"
import { UploadZone } from "./UploadZone"

/** All documents of a conference on a page that prepares it. */
export function DocumentsCard({ conference }: { conference: Id }) {
  const { t } = useLingui()
  const heading = useId()
  return (
    <section className={classes(card.card, card.pad)} aria-labelledby={heading}>
      <h2 id={heading}>{t`Documents`}</h2>
      <UploadZone conference={conference} />
      <DocumentList conference={conference} slides={null} onShown={null} />
    </section>
  )
}
