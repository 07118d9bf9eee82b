import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query"
import {
  ask,
  type Folder,
  type FolderList,
  type Id,
  type Material,
  type MaterialPage,
  type NewFolder,
  type NewUpload,
  type NewVideo,
  type Section,
  sendFile,
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

export const renameFolder = (space: Id, folder: Id, name: string) =>
  ask("POST", "/api/spaces/{space}/folders/{folder}/rename", { path: { space, folder }, body: { name } })

/** In front of that one, or behind all. */
export const moveFolder = (space: Id, folder: Id, before: Id | null) =>
  ask("POST", "/api/spaces/{space}/folders/{folder}/move", { path: { space, folder }, body: { before } })

/** With everything in it, of which there are so many as the reader was told. */
export const deleteFolder = (space: Id, folder: Id, materials: number) =>
  ask("POST", "/api/spaces/{space}/folders/{folder}/delete", { path: { space, folder }, body: { materials } })

export const addVideo = (space: Id, body: NewVideo) =>
  ask<Material>("POST", "/api/spaces/{space}/videos", { path: { space }, body })

/** Into another folder of their section: all, or none. */
export const moveMaterials = (space: Id, materials: readonly Id[], folder: Id) =>
  ask("POST", "/api/spaces/{space}/moves", { path: { space }, body: { materials: [...materials], folder } })

export const deleteMaterial = (space: Id, material: Id) =>
  ask("DELETE", "/api/spaces/{space}/materials/{material}", { path: { space, material } })

/** Whatever lists materials of this space asks again. */
export function renew(queries: QueryClient, space: Id): void {
  void queries.invalidateQueries({ queryKey: ["folders", space] })
  void queries.invalidateQueries({ queryKey: ["materials", space] })
  void queries.invalidateQueries({ queryKey: ["material", space] })
}

/** Send one file, and hear how much of it has left. */
export const upload = (space: Id, file: File, said: NewUpload, onPart: (part: number) => void) =>
  sendFile<Material>(`/api/spaces/${space}/materials`, file, said, onPart)
