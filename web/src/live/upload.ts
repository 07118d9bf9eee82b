import { LineLost, Refusal } from "./refusal"

export interface Upload<T> {
  done: Promise<T>
  stop: () => void
}

/**
 * Send one file, and hear how much of it has left. By XMLHttpRequest: `fetch` tells nothing of what it sends. What is
 * said of the file stands in a header, so that the body is the file and nothing else.
 */
export function sendFile<T>(
  address: string,
  file: File,
  said: unknown,
  onPart: (part: number) => void,
): Upload<T> {
  const request = new XMLHttpRequest()
  const done = new Promise<T>((resolve, reject) => {
    request.open("POST", address)
    request.setRequestHeader("description", encodeURIComponent(JSON.stringify(said)))
    request.responseType = "json"
    request.upload.onprogress = ({ loaded, total }) => onPart(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const answer: unknown = request.response
      if (request.status === 201) resolve(answer as T)
      else reject(refusalOf(request.status, answer))
    }
    request.onerror = () => reject(new LineLost())
    request.onabort = () => reject(new LineLost())
    request.send(file)
  })
  return { done, stop: () => request.abort() }
}

function refusalOf(status: number, answer: unknown): Refusal {
  const { code, text, params } = (answer ?? {}) as Partial<Pick<Refusal, "code" | "text" | "params">>
  return new Refusal(code ?? `http_${status}`, text ?? "", params ?? {}, status)
}
