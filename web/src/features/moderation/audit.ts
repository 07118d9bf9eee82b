import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { ACT } from "./words"

/** Beside those of a room's past: what the server calls an act, in words. */
const MORE: Partial<Record<string, MessageDescriptor>> = {
  "access.grant": msg`Opened a private space`,
  "account.restore": msg`Account restored`,
  "account.suspend": msg`Account suspended`,
  "audit.export": msg`Took the audit log along`,
  "audit.read": msg`Read the audit log`,
  "case.appealed": msg`Asked for another decision`,
  "case.closed": msg`Case closed`,
  "case.in_work": msg`Case taken into work`,
  "case.note": msg`Note in a case`,
  "case.open": msg`Reported something`,
  "case.read": msg`Read a case`,
  "case.resolved": msg`Case decided`,
  "case.triaged": msg`Case looked at`,
  "conference.appoint": msg`Role in a conference`,
  "conference.cancel": msg`Conference called off`,
  "conference.end": msg`Conference ended`,
  "conference.extend": msg`Conference made longer`,
  "conference.hold_chat": msg`Chat held in a conference`,
  "conference.lock": msg`Conference locked`,
  "conference.mute": msg`Muted in a conference`,
  "conference.pause": msg`Conference paused`,
  "conference.readmit": msg`Let in again`,
  "conference.release": msg`May speak again`,
  "conference.schedule": msg`Conference planned`,
  "conference.send_back": msg`Sent back to the waiting room`,
  "conference.set_locks": msg`Locks of a conference`,
  "evidence.agreed": msg`Agreed to open evidence`,
  "evidence.asked": msg`Asked to open evidence`,
  "evidence.read": msg`Read evidence`,
  "filters.change": msg`Lists of words and sites changed`,
  "folder.delete": msg`Folder deleted`,
  "folder.move": msg`Folder moved`,
  "material.delete": msg`Material deleted`,
  "material.move": msg`Materials moved`,
  "room.enter": msg`Entered a private room`,
}

/** A new act that has no words yet is shown by its name: an audit log leaves nothing out. */
export function actText(i18n: I18n, action: string): string {
  const words = ACT[action] ?? MORE[action]
  return words ? i18n._(words) : action
}

/** What the list can be narrowed to, by how names begin. */
export const FEATURES: readonly [string, MessageDescriptor][] = [
  ["", msg`Everything`],
  ["access", msg`Private spaces opened`],
  ["room", msg`Private rooms entered`],
  ["case", msg`Reports and cases`],
  ["evidence", msg`Evidence`],
  ["chat", msg`Chatrooms`],
  ["conference", msg`Conferences`],
  ["account", msg`Accounts`],
  ["material", msg`Materials`],
  ["audit", msg`This log`],
]
