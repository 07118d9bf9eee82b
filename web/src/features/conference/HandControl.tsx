import { useLingui } from "@lingui/react/macro"
import { Choice, MenuButton } from "../../ui"
import { Press, Switch } from "./Control"
import { useAct, useHere, useView } from "./context"
import { ownPart } from "./view"

/** One's own hand; before a class, a hand for each pupil on the list. */
export function HandControl({ roomy }: { roomy?: boolean }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const part = ownPart(useView())
  const act = useAct()
  const up = part?.hand_at != null
  if (part && part.class_list.length > 0) return <ClassHands />
  return (
    <Switch
      icon="hand-palm"
      iconOn="hand-palm-fill"
      word={t`Hand`}
      look={up ? "raised" : "plain"}
      on={up}
      roomy={roomy}
      onSwitch={(on) => void act(() => conference.raiseHand(on))}
    />
  )
}

function ClassHands() {
  const { t } = useLingui()
  const { conference, you } = useHere()
  const part = ownPart(useView())
  const act = useAct()
  const pupils = part?.class_list ?? []
  const raised = pupils.filter(({ hand_at }) => hand_at !== null)
  const toggle = (key: string) => {
    if (key === you.id) return void act(() => conference.raiseHand(part?.hand_at == null))
    const up = !raised.some(({ person }) => person.id === key)
    return void act(() => conference.raiseHand(up, { pupil: key }))
  }
  return (
    <MenuButton
      aria-label={t`Whose hand?`}
      placement="top"
      onAction={(key) => toggle(String(key))}
      button={
        <Press
          icon={raised.length > 0 ? "hand-palm-fill" : "hand-palm"}
          word={t`Hands`}
          look={raised.length > 0 ? "raised" : "plain"}
          count={raised.length}
        />
      }
    >
      {[
        ...pupils.map(({ person, hand_at }) => (
          <Choice key={person.id} id={person.id} icon="student" checked={hand_at !== null}>
            {person.name}
          </Choice>
        )),
        <Choice key={you.id} id={you.id} icon="chalkboard-teacher" checked={part?.hand_at != null}>
          {t`${you.name} (you)`}
        </Choice>,
      ]}
    </MenuButton>
  )
}
