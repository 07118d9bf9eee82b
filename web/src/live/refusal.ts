/** What the server said no to: `code` is translated for the reader, `text` is the plain English fallback. */
export class Refusal extends Error {
  override name = "Refusal"
  constructor(
    readonly code: string,
    readonly text: string,
    readonly params: Record<string, string | number> = {},
    readonly status = 409,
  ) {
    super(`${code}: ${text}`)
  }
}

/** The line was lost before the answer came: nobody knows yet whether the request was carried out. */
export class LineLost extends Error {
  override name = "LineLost"
  constructor() {
    super("The line was lost before the answer came.")
  }
}
