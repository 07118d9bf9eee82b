import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** Names of the eTwinning and Plus countries: browsers do not know them in every language we speak. */
export const COUNTRIES: Record<string, MessageDescriptor> = {
  AL: msg`Albania`,
  AM: msg`Armenia`,
  AT: msg`Austria`,
  AZ: msg`Azerbaijan`,
  BA: msg`Bosnia and Herzegovina`,
  BE: msg`Belgium`,
  BG: msg`Bulgaria`,
  CY: msg`Cyprus`,
  CZ: msg`Czechia`,
  DE: msg`Germany`,
  DK: msg`Denmark`,
  EE: msg`Estonia`,
  ES: msg`Spain`,
  FI: msg`Finland`,
  FR: msg`France`,
  GE: msg`Georgia`,
  GR: msg`Greece`,
  HR: msg`Croatia`,
  HU: msg`Hungary`,
  IE: msg`Ireland`,
  IS: msg`Iceland`,
  IT: msg`Italy`,
  LI: msg`Liechtenstein`,
  LT: msg`Lithuania`,
  LU: msg`Luxembourg`,
  LV: msg`Latvia`,
  MD: msg`Moldova`,
  ME: msg`Montenegro`,
  MK: msg`North Macedonia`,
  MT: msg`Malta`,
  NL: msg`Netherlands`,
  NO: msg`Norway`,
  PL: msg`Poland`,
  PT: msg`Portugal`,
  RO: msg`Romania`,
  RS: msg`Serbia`,
  SE: msg`Sweden`,
  SI: msg`Slovenia`,
  SK: msg`Slovakia`,
  TN: msg`Tunisia`,
  TR: msg`Türkiye`,
  UA: msg`Ukraine`,
}

export function countryName(i18n: I18n, code: string): string {
  const name = COUNTRIES[code]
  return name ? i18n._(name) : code
}

/** A language in its own words: whoever knows it knows its name. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code
  } catch {
    return code
  }
}
