import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { SpaceMember } from "../../live"
import { dateText, wall } from "../../ui/time"

const ROLES: Record<SpaceMember["role"], MessageDescriptor> = {
  founder: msg`Founder`,
  cofounder: msg`Co-founder`,
  teacher_admin: msg`Teacher administrator`,
  teacher: msg`Teacher`,
  expert: msg`Expert`,
  observer: msg`Observer`,
  visitor: msg`Visitor`,
  pupil_admin: msg`Pupil administrator`,
  pupil: msg`Pupil`,
  moderator: msg`Moderator`,
  member: msg`Member`,
  tutor: msg`Tutor`,
}

export const roleName = (i18n: I18n, role: SpaceMember["role"]): string => i18n._(ROLES[role])

const TEACHERS = new Set<SpaceMember["role"]>(["founder", "cofounder", "teacher_admin", "teacher"])

/** Teachers see what is about pupils: reports, networks of the schools. */
export const isTeacherRole = (role: SpaceMember["role"]): boolean => TEACHERS.has(role)

const ADMINISTRATORS = new Set<SpaceMember["role"]>(["founder", "cofounder", "teacher_admin"])

/** Administrators open and archive rooms. */
export const isAdministrator = (role: SpaceMember["role"]): boolean => ADMINISTRATORS.has(role)

const ACTIVITY: Record<SpaceMember["activity"], MessageDescriptor> = {
  today: msg`active today`,
  week: msg`active this week`,
  earlier: msg`active earlier`,
  never: msg`not yet`,
}

/** The time where the reader may know it, else the day, week or earlier (D-20). */
export function lastAccess(i18n: I18n, member: SpaceMember, zone: string): string {
  if (!member.last_access_at) return i18n._(ACTIVITY[member.activity])
  const seen = wall(member.last_access_at, zone)
  return `${dateText(i18n, seen)}, ${seen.clock}`
}
