import { useLingui } from "@lingui/react/macro"
import { explain } from "./explain"
import { Field } from "./Field"

export interface VideoFieldsProps {
  url: string
  title: string
  onUrl: (url: string) => void
  onTitle: (title: string) => void
  /** Why the address was refused, or null. */
  refusal: unknown
}

/** A link to a video at one of the three hosts; whether it is public is the host's to say. */
export function VideoFields({ url, title, onUrl, onTitle, refusal }: VideoFieldsProps) {
  const { t, i18n } = useLingui()
  return (
    <>
      <Field
        label={t`Address of your video`}
        hint={t`At YouTube, Vimeo or Dailymotion. It must be public there, or nobody else can watch it.`}
        type="url"
        icon="link-simple"
        value={url}
        onChange={onUrl}
        error={refusal ? explain(i18n, refusal) : null}
        autoComplete="off"
        autoFocus
      />
      <Field label={t`Title`} value={title} onChange={onTitle} maxLength={200} />
    </>
  )
}
