/** What the browser's window can do for the stage. */

export const isFullScreen = (): boolean => document.fullscreenElement !== null

/** The whole page, so that menus and dialogs stay in sight. */
export async function turnFullScreen(): Promise<void> {
  try {
    if (isFullScreen()) await document.exitFullscreen()
    else await document.documentElement.requestFullscreen()
  } catch {
    // Some browsers allow it to windows of their own choice only; the room works without.
  }
}

export const canFloat = (): boolean => document.pictureInPictureEnabled === true

/** The large picture in a small window above all others. False when nothing moves on the stage. */
export async function floatTheStage(): Promise<boolean> {
  const video = document.querySelector<HTMLVideoElement>("main figure video")
  if (!video) return false
  try {
    await video.requestPictureInPicture()
    return true
  } catch {
    return false
  }
}
