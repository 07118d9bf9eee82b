import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { Empty, explain, Skeleton } from "../../ui"
import { useTitle } from "../../ui/useTitle"
import { spacesQuery } from "./api"
import { ProjectCards } from "./ProjectCards"
import styles from "./TodayPage.module.css"

/** All of one's own projects. */
export function ProjectsPage() {
  const { t, i18n } = useLingui()
  const { data, error, isPending } = useQuery(spacesQuery)
  useTitle(t`Projects`)
  return (
    <>
      <div className={styles.hello}>
        <h1>
          <Trans>Projects</Trans>
        </h1>
      </div>
      {isPending && <Skeleton lines={4} />}
      {error && <Empty title={explain(i18n, error)} />}
      {data && <ProjectCards spaces={data.spaces} />}
    </>
  )
}
