import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { Id, Person } from "../../live"
import { Button, Check, Empty, explain, Skeleton } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { classPupilsQuery } from "./api"
import styles from "./class.module.css"
import { useAct, useHere, useView } from "./context"
import { ownPart } from "./view"

const MOST = 35

/** A class before one projector: its pupils are ticked by name, raise hands and count each. */
export function ClassDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const { conference } = useHere()
  const { data, error, isPending } = useQuery({ ...classPupilsQuery(conference.id), enabled: open })
  return (
    <Dialog title={t`A class at this device`} open={open} onClose={onClose} wide>
      <p>{t`Tick who sits here with you. They need no device: you raise their hands, and the report counts each of them.`}</p>
      {isPending && <Skeleton lines={5} />}
      {error && <Empty title={explain(i18n, error)} />}
      {data &&
        (data.pupils.length > 0 ? (
          <ClassForm pupils={data.pupils} onClose={onClose} />
        ) : (
          <Empty
            title={t`No pupils to tick`}
          >{t`Pupils of your school appear here when they are members of this TwinSpace.`}</Empty>
        ))}
    </Dialog>
  )
}

function ClassForm({ pupils, onClose }: { pupils: readonly Person[]; onClose: () => void }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const act = useAct()
  const listed = ownPart(useView())?.class_list.map(({ person }) => person.id) ?? []
  const [ticked, setTicked] = useState<readonly Id[]>(listed)
  const count = ticked.length
  const turn = (id: Id, on: boolean) => setTicked(on ? [...ticked, id] : ticked.filter((one) => one !== id))
  const save = async () => {
    if (await act(() => conference.listClass([...ticked]))) onClose()
  }
  return (
    <>
      <ul className={styles.pupils}>
        {pupils.map(({ id, name }) => (
          <li key={id}>
            <Check
              isSelected={ticked.includes(id)}
              isDisabled={!ticked.includes(id) && count >= MOST}
              onChange={(on) => turn(id, on)}
            >
              <bdi>{name}</bdi>
            </Check>
          </li>
        ))}
      </ul>
      <p role="status" className={styles.count}>
        {t`${plural(count, { one: "# pupil ticked", other: "# pupils ticked" })}`}
      </p>
      <DialogButtons>
        <Button look="main" onPress={() => void save()}>
          {t`Save the list`}
        </Button>
        <Button onPress={onClose}>{t`Not now`}</Button>
      </DialogButtons>
    </>
  )
}
