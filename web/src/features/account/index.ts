export {
  changeLanguage,
  forget,
  meQuery,
  rememberDoor,
  staffWasHere,
  useMe,
  useSignOut,
  wasExpired,
} from "./api"
export { DevicesPage } from "./DevicesPage"
export { LanguageMenu } from "./LanguageMenu"
export { PasswordPage } from "./PasswordPage"
export { PupilSignInPage } from "./PupilSignInPage"
export { SignInPage, safeNext } from "./SignInPage"
