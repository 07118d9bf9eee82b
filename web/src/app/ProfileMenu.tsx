import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Button } from "react-aria-components/Button"
import { useNavigate } from "react-router"
import { changeLanguage, useMe, useSignOut } from "../features/account"
import { Avatar, Choice, MenuButton, MenuLine } from "../ui"
import { choose, isLanguage, LANGUAGES } from "./i18n"
import styles from "./ProfileMenu.module.css"
import { chosenTheme, type Theme, wear } from "./theme"

/** Oneself: password, devices, theme, language, sign out. */
export function ProfileMenu() {
  const { t, i18n } = useLingui()
  const me = useMe()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const [theme, setTheme] = useState(chosenTheme)
  const person = {
    id: me.id,
    name: me.name,
    kind: me.account_type === "pupil" ? "pupil" : "teacher",
  } as const
  const themes: [Theme, string, "sun" | "moon" | "desktop"][] = [
    ["light", t`Light`, "sun"],
    ["dark", t`Dark`, "moon"],
    ["system", t`Like the device`, "desktop"],
  ]
  function act(key: string) {
    const [kind, value = ""] = key.split(":")
    if (kind === "theme") {
      wear(value as Theme)
      setTheme(value as Theme)
    } else if (kind === "language" && isLanguage(value)) {
      void choose(value)
      changeLanguage(value).catch(() => undefined)
    } else if (kind === "pushes") navigate("/notifications/devices")
    else if (["contacts", "devices", "password", "my-reports", "e-mails"].includes(kind ?? ""))
      navigate(`/${kind}`)
    else if (kind === "sign-out") void signOut()
  }
  return (
    <MenuButton
      aria-label={t`Profile and settings`}
      onAction={(key) => act(String(key))}
      head={
        <div className={styles.head}>
          <Avatar person={person} />
          <div>
            <b>
              <bdi>{me.name}</bdi>
            </b>
            <small>
              <bdi>{me.username}</bdi>
            </small>
          </div>
        </div>
      }
      button={
        <Button className={styles.button ?? ""}>
          <Avatar person={person} size="s" />
          <span className="sr">{t`${me.name}: profile and settings`}</span>
        </Button>
      }
    >
      {me.account_type === "staff" && <Choice id="contacts" icon="users">{t`My contacts`}</Choice>}
      <Choice id="password" icon="key">{t`Change your password`}</Choice>
      <Choice id="devices" icon="laptop">{t`Where you are signed in`}</Choice>
      <Choice id="my-reports" icon="flag">{t`My reports`}</Choice>
      {me.account_type !== "pupil" && (
        <Choice id="pushes" icon="bell">{t`Notifications on your devices`}</Choice>
      )}
      {me.account_type !== "pupil" && <Choice id="e-mails" icon="envelope-simple">{t`E-mails`}</Choice>}
      <MenuLine />
      {themes.map(([id, label, icon]) => (
        <Choice key={id} id={`theme:${id}`} icon={icon} checked={theme === id}>
          {label}
        </Choice>
      ))}
      <MenuLine />
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <Choice key={code} id={`language:${code}`} icon="translate" checked={i18n.locale === code}>
          {name}
        </Choice>
      ))}
      <MenuLine />
      <Choice id="sign-out" icon="sign-out">{t`Sign out`}</Choice>
    </MenuButton>
  )
}
