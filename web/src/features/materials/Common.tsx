import { Trans, useLingui } from "@lingui/react/macro"
import type { Licence } from "../../live"
import { Banner, Check, Select } from "../../ui"
import styles from "./materials.module.css"
import { LICENCES, licenceText } from "./words"

export interface Common {
  licence: Licence
  shows_pupils: boolean
}

export const OWN: Common = { licence: "own", shows_pupils: false }

export interface CommonFieldsProps {
  common: Common
  onChange: (common: Common) => void
}

/** What is asked of everything that is added: may it be shown, and whom does it show? */
export function CommonFields({ common, onChange }: CommonFieldsProps) {
  const { t, i18n } = useLingui()
  return (
    <div className={styles.fields}>
      <Select
        label={t`Why may we show it?`}
        value={common.licence}
        onChange={(licence) => onChange({ ...common, licence: licence as Licence })}
        options={(Object.keys(LICENCES) as Licence[]).map((value) => ({
          value,
          label: licenceText(i18n, value),
        }))}
      />
      <Check
        isSelected={common.shows_pupils}
        onChange={(shows_pupils) => onChange({ ...common, shows_pupils })}
      >
        <Trans>Pupils can be recognised in it</Trans>
      </Check>
      {common.shows_pupils && (
        <Banner kind="hold" alert="politely">
          <Trans>Only with the consent of their parents, which your school keeps.</Trans>
        </Banner>
      )}
    </div>
  )
}
