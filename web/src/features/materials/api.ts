import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query"
import {
  ask,
  type Folder,
  type FolderList,
  type Id,
  LineLost,
  type Material,
  type MaterialPage,
  type NewFolder,
  type NewUpload,
  type NewVideo,
  Refusal,
  type Section,
} from "../../live"

export const foldersQuery = (space: Id) =>
  queryOptions({
    queryKey: ["folders", space],
    queryFn: () => ask<FolderList>("GET", "/api/spaces/{space}/folders", { path: { space } }),
  })

/** The materials of one folder, or (without one) of a whole section, newest first. */
export const materialsQuery = (space: Id, narrowed: { folder?: Id; section?: Section }) =>
  infiniteQueryOptions({
    queryKey: ["materials", space, narrowed],
    queryFn: ({ pageParam }) =>
      ask<MaterialPage>("GET", "/api/spaces/{space}/materials", {
        path: { space },
        query: { ...narrowed, ...(pageParam ? { before: pageParam } : {}) },
      }),
    initialPageParam: "",
    getNextPageParam: (page) => (page.older ? page.materials.at(-1)?.id : undefined),
  })

export const materialQuery = (space: Id, material: Id) =>
  queryOptions({
    queryKey: ["material", space, material],
    queryFn: () =>
      ask<Material>("GET", "/api/spaces/{space}/materials/{material}", { path: { space, material } }),
    retry: false,
  })

export const createFolder = (space: Id, body: NewFolder) =>
  ask<Folder>("POST", "/api/spaces/{space}/folders", { path: { space }, body })

export const addVideo = (space: Id, body: NewVideo) =>
  ask<Material>("POST", "/api/spaces/{space}/videos", { path: { space }, body })

export const deleteMaterial = (space: Id, material: Id) =>
  ask("DELETE", "/api/spaces/{space}/materials/{material}", { path: { space, material } })

/** Whatever lists materials of this space asks again. */
export function renew(queries: QueryClient, space: Id): void {
  void queries.invalidateQueries({ queryKey: ["folders", space] })
  void queries.invalidateQueries({ queryKey: ["materials", space] })
}

export interface Upload {
  done: Promise<Material>
  stop: () => void
}

/**
 * Send one file, and hear how much of it has left. By XMLHttpRequest: `fetch` tells nothing of what it sends. What is
 * said of the file stands in a header, so that the body is the file and nothing else.
 */
export function upload(space: Id, file: File, said: NewUpload, onPart: (part: number) => void): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<Material>((resolve, reject) => {
    request.open("POST", `/api/spaces/${space}/materials`)
    request.setRequestHeader("description", encodeURIComponent(JSON.stringify(said)))
    request.responseType = "json"
    request.upload.onprogress = ({ loaded, total }) => onPart(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const answer: unknown = request.response
      if (request.status === 201) resolve(answer as Material)
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
