// What web/src/live offers for media, for a page without the rest of the site (live.html).
export { Media } from "../../web/src/live/media"
export { runProbe } from "../../web/src/live/probe"
export { LineLost, Refusal } from "../../web/src/live/refusal"
