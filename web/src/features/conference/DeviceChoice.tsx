import { useLingui } from "@lingui/react/macro"
import type { Device } from "../../live/media-devices"
import { Button, Select } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useHere, useOwn } from "./context"

/** Which microphone, camera and speaker to use. Browsers name them only after a permission was given. */
export function DeviceChoice({
  open,
  onClose,
  camera,
}: {
  open: boolean
  onClose: () => void
  camera: boolean
}) {
  const { t } = useLingui()
  const { own, media } = useHere()
  const { devices, chosen } = useOwn()
  const options = (list: readonly Device[]) => [
    { value: "", label: t`As the system chooses` },
    ...list.map(({ id, label }) => ({ value: id, label })),
  ]
  const unknown = devices.microphones.length === 0 && devices.cameras.length === 0
  return (
    <Dialog title={t`Devices`} open={open} onClose={onClose}>
      {unknown && <p>{t`The browser names your devices after you have allowed one of them.`}</p>}
      <Select
        label={t`Microphone`}
        value={chosen.microphone}
        onChange={(id) => void own.choose("microphone", id)}
        options={options(devices.microphones)}
      />
      {devices.speakers.length > 0 && (
        <Select
          label={t`Speaker`}
          value={chosen.speaker}
          onChange={(id) => {
            void own.choose("speaker", id)
            media.playThrough(id)
          }}
          options={options(devices.speakers)}
        />
      )}
      {camera && (
        <Select
          label={t`Camera`}
          value={chosen.camera}
          onChange={(id) => void own.choose("camera", id)}
          options={options(devices.cameras)}
        />
      )}
      <DialogButtons>
        <Button look="main" onPress={onClose}>
          {t`Done`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
