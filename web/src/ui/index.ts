/** The primitives: features take them from here. */
export { Avatar, initials, type Pictured } from "./Avatar"
export { Banner } from "./Banner"
export { Button, ButtonLink, IconButton, Toggle } from "./Button"
export { Check } from "./Check"
export { classes } from "./classes"
export { Digits } from "./Digits"
export { DropZone } from "./DropZone"
export { Empty } from "./Empty"
export { explain } from "./explain"
export { Field, type FieldProps, PasswordField, Select } from "./Field"
export { Flag } from "./Flag"
export {
  isPicture,
  isVideo,
  PAPERS,
  PICTURES,
  sizeText,
  titleOfFile,
  useLocalPicture,
  VIDEOS,
} from "./files"
export { Icon } from "./Icon"
export type { IconName } from "./icons"
export { MaterialCard, pictureOf, signOf } from "./MaterialCard"
export { Choice, MenuButton, MenuLine } from "./Menu"
export { NavTabs } from "./NavTabs"
export { countryName, languageName } from "./names"
export { OUTCOME, outcomeOf } from "./outcomes"
export { CountdownRing } from "./Ring"
export { ShareBar } from "./ShareBar"
export { Skeleton, useLate } from "./Skeleton"
export { Tag } from "./Tag"
export { Clock, Moment, Time, useZone, ZoneContext } from "./Time"
export { TwinTile } from "./TwinTile"
export { toasts } from "./toasts"
export { useAct } from "./useAct"
export { useKeptFocus } from "./useKeptFocus"
export { useNow } from "./useNow"
export { VideoFields } from "./VideoFields"
export { WARNED } from "./warned"
