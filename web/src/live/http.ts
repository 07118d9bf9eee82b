import { LineLost, Refusal } from "./refusal"

export interface Ask {
  /** Fills `{space}` and the like in the path. */
  path?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  signal?: AbortSignal
}

/** One HTTP request under /api: `ask("GET", "/api/spaces/{space}", { path: { space } })`. */
export async function ask<T>(method: string, template: string, options: Ask = {}): Promise<T> {
  const path = template.replace(/\{(\w+)(?::\w+)?\}/g, (_, name: string) =>
    encodeURIComponent(options.path?.[name] ?? ""),
  )
  const query = options.query ? `?${new URLSearchParams(options.query)}` : ""
  const response = await fetch(path + query, {
    method,
    credentials: "same-origin",
    headers: options.body === undefined ? {} : { "content-type": "application/json" },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal ?? null,
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error
    throw new LineLost()
  })
  if (response.ok) return (response.status === 204 ? null : await response.json().catch(() => null)) as T
  throw await refusalOf(response)
}

async function refusalOf(response: Response): Promise<Refusal> {
  const said = (await response.json().catch(() => ({}))) as Partial<Pick<Refusal, "code" | "text" | "params">>
  const params = { ...said.params }
  const wait = Number(response.headers.get("retry-after"))
  if (wait > 0 && params.retry_after === undefined) params.retry_after = wait
  return new Refusal(
    said.code ?? `http_${response.status}`,
    said.text ?? response.statusText,
    params,
    response.status,
  )
}
