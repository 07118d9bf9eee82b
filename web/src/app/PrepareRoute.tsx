import { PreparePage } from "../features/events/PreparePage"

/** What those who lead an event make ready before it (S6). What other features have ready stands in `more`. */
export default function PrepareRoute() {
  return <PreparePage more={[]} />
}
