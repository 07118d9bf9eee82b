import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { Id } from "../../live"
import { Avatar, Button, Empty, explain, Skeleton, Tag, Time } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { warningsQuery } from "./api"
import styles from "./moderation.module.css"
import { Saying } from "./Warned"

interface WarningsDialogProps {
  room: Id
  open: boolean
  onClose: () => void
}

/** For teachers: what pupils were told here about their messages. Nobody speaks to a pupil unseen (domain 6.4.3). */
export function WarningsDialog({ room, open, onClose }: WarningsDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog title={t`What pupils were told`} open={open} onClose={onClose} wide>
      <Given room={room} />
      <DialogButtons>
        <Button onPress={onClose}>{t`Close`}</Button>
      </DialogButtons>
    </Dialog>
  )
}

function Given({ room }: { room: Id }) {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(warningsQuery(room))
  if (error) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={3} />
  if (data.warnings.length === 0)
    return (
      <Empty title={t`Nobody was told anything`}>
        {t`What teachers and moderators write to a pupil about a message stands here for all teachers of the project.`}
      </Empty>
    )
  return (
    <ul className={styles.list}>
      {data.warnings.map((one) => (
        <li key={one.id}>
          <Avatar person={one.pupil} />
          <div>
            <b>
              <bdi>{one.pupil.name}</bdi>
            </b>
            <p dir="auto">
              <Saying warning={one} />
            </p>
            <small>
              <bdi>{one.by}</bdi> · <Time start={one.at} end={null} />
            </small>
          </div>
          <span className={styles.marks}>
            {one.understood_at && (
              <Tag kind="ok" icon="check">
                <Trans>read</Trans>
              </Tag>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
