import { Trans, useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useRef, useState } from "react"
import type { EventMaterial, EventPage } from "../../live"
import {
  Button,
  explain,
  Icon,
  IconButton,
  PAPERS,
  PICTURES,
  signOf,
  sizeText,
  useAct,
  VIDEOS,
} from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { kindText } from "../../ui/MaterialCard"
import { AddMaterials, AddVideo } from "./AddMaterials"
import { eventQuery, orderMaterials, takeMaterial } from "./api"
import styles from "./Materials.module.css"
import { materialOf, movedBy } from "./pictures"

/** Pictures, files and videos that those who lead put on the page of an event. */
export function Materials({ page }: { page: EventPage }) {
  const { t } = useLingui()
  const { materials, may_show } = page
  const [going, setGoing] = useState<EventMaterial | null>(null)
  const { busy, move, take } = useChanges(page)
  const head = useRef<HTMLHeadingElement>(null)
  if (materials.length === 0 && !may_show) return null
  return (
    <section className={styles.part}>
      <h2 ref={head} tabIndex={-1}>
        <Trans>Pictures and files</Trans>
      </h2>
      {materials.length === 0 && (
        <p className={styles.soft}>
          <Trans>Nothing here yet. What you add is seen by everybody whom the event is for.</Trans>
        </p>
      )}
      <ul className={styles.list}>
        {materials.map((one, index) => (
          <li key={one.id} className={styles.item}>
            <Thing page={page} one={one} />
            {may_show && (
              <span className={styles.acts}>
                <IconButton
                  small
                  icon="arrow-up"
                  label={t`${one.title}: further up`}
                  isDisabled={busy || index === 0}
                  onPress={() => move(index, -1)}
                />
                <IconButton
                  small
                  icon="arrow-down"
                  label={t`${one.title}: further down`}
                  isDisabled={busy || index === materials.length - 1}
                  onPress={() => move(index, 1)}
                />
                <IconButton small icon="trash" label={t`Delete ${one.title}`} onPress={() => setGoing(one)} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {may_show && <Adding page={page} />}
      <Dialog
        title={t`Delete this from the page?`}
        open={going !== null}
        onClose={() => setGoing(null)}
        role="alertdialog"
      >
        <p>
          <bdi>{going?.title}</bdi>
        </p>
        <DialogButtons>
          <Button onPress={() => setGoing(null)}>
            <Trans>Keep it</Trans>
          </Button>
          <Button
            look="stop"
            isPending={busy}
            onPress={() => {
              if (going)
                void take(going.id)
                  .then(() => setGoing(null))
                  .then(() => head.current?.focus())
            }}
          >
            <Trans>Delete</Trans>
          </Button>
        </DialogButtons>
      </Dialog>
    </section>
  )
}

function Adding({ page }: { page: EventPage }) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const [files, setFiles] = useState<readonly File[]>([])
  const [video, setVideo] = useState(false)
  return (
    <div className={styles.adding}>
      <Button icon="upload-simple" onPress={() => input.current?.click()}>
        <Trans>Add pictures, files or videos</Trans>
      </Button>
      <Button icon="video" onPress={() => setVideo(true)}>
        <Trans>Link a video</Trans>
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={`${PICTURES},${PAPERS},${VIDEOS}`}
        aria-label={t`Add pictures, files or videos`}
        onChange={(event) => {
          setFiles([...(event.target.files ?? [])])
          // So that the same file can be chosen again.
          event.target.value = ""
        }}
      />
      {files.length > 0 && <AddMaterials event={page.card.id} files={files} onClose={() => setFiles([])} />}
      {video && <AddVideo event={page.card.id} onClose={() => setVideo(false)} />}
    </div>
  )
}

const isFilm = ({ file_type }: EventMaterial): boolean => file_type === "mp4" || file_type === "webm"

/** One thing: a picture is looked at, a file saved, a video watched where it is. */
function Thing({ page: { card }, one }: { page: EventPage; one: EventMaterial }) {
  const { t, i18n } = useLingui()
  const what = [kindText(i18n, one), one.size ? sizeText(one.size, i18n.locale) : ""]
    .filter(Boolean)
    .join(", ")
  const words = (
    <span className={styles.words}>
      <b dir="auto">{one.title}</b>
      <small>
        {what}
        {one.kind === "video_link" && <Icon name="arrow-square-out" label={t`opens in a new tab`} />}
      </small>
    </span>
  )
  if (one.kind === "image")
    return (
      <a
        href={materialOf(card.id, one.id, "file")}
        target="_blank"
        rel="noopener noreferrer"
        className={styles.thing}
      >
        <img src={materialOf(card.id, one.id, "thumbnail")} alt={one.alt_text} loading="lazy" />
        {words}
      </a>
    )
  if (isFilm(one))
    return (
      <figure className={styles.film}>
        {/** biome-ignore lint/a11y/useMediaCaption: what people upload has none; its title says what it shows */}
        <video
          controls
          playsInline
          preload="metadata"
          aria-label={one.title}
          src={materialOf(card.id, one.id, "file")}
        />
        <figcaption>{words}</figcaption>
      </figure>
    )
  const address = one.kind === "file" ? materialOf(card.id, one.id, "file") : (one.url ?? "")
  return (
    <a
      href={address}
      className={styles.thing}
      {...(one.kind === "file" ? { download: true } : { target: "_blank", rel: "noopener noreferrer" })}
    >
      <span className={styles.sign}>
        <Icon name={signOf(one)} />
      </span>
      {words}
    </a>
  )
}

/** Another order, one thing less; the page is then as the server gives it back. */
function useChanges(page: EventPage) {
  const queries = useQueryClient()
  const act = useAct(explain)
  const [busy, setBusy] = useState(false)
  const { queryKey } = eventQuery(page.card.id)
  async function change(how: () => Promise<EventPage>) {
    setBusy(true)
    const done = await act(async () => queries.setQueryData(queryKey, await how()))
    if (!done) await queries.invalidateQueries({ queryKey })
    setBusy(false)
  }
  const ids = page.materials.map(({ id }) => id)
  return {
    busy,
    move: (from: number, by: -1 | 1) =>
      void change(() => orderMaterials(page.card.id, movedBy(ids, from, by))),
    take: (material: string) => change(() => takeMaterial(page.card.id, material)),
  }
}
