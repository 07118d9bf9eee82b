import { useLingui } from "@lingui/react/macro"
import type { Recording } from "../../live"
import { Tag } from "../../ui"

/** How far a recording is, in words. */
export function State({ recording: { state, progress, yours, hidden } }: { recording: Recording }) {
  const { t } = useLingui()
  switch (state) {
    case "running":
      return <Tag kind="live" icon="record">{t`Recording now`}</Tag>
    case "processing":
      return <Tag kind="hold" icon="hourglass-medium-fill">{t`The film is being made: ${progress} %`}</Tag>
    case "ready":
      return (
        <Tag icon="lock-simple-fill">
          {yours ? t`Only you can watch it` : t`Not published: you are in it`}
        </Tag>
      )
    case "published":
      if (hidden) return <Tag kind="hold" icon="flag">{t`Hidden until somebody has looked`}</Tag>
      return <Tag kind="ok" icon="check-circle-fill">{t`Published`}</Tag>
    case "failed":
      return <Tag kind="bad" icon="warning-fill">{t`No film`}</Tag>
    default:
      return <Tag icon="trash">{t`Deleted`}</Tag>
  }
}
