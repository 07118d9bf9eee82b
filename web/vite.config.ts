import { lingui } from "@lingui/vite-plugin"
import react from "@vitejs/plugin-react"
import { defineConfig } from "vitest/config"
import { layerOrder } from "./vite/layers.ts"
import { onlyFallbackLocale } from "./vite/locales.ts"
import { preloadLatin } from "./vite/preload.ts"
import { sprite } from "./vite/sprite.ts"

const server = process.env.TWINSPACE_SERVER ?? "http://127.0.0.1:8000"

export default defineConfig({
  plugins: [
    onlyFallbackLocale(),
    sprite(),
    react({ babel: { plugins: ["@lingui/babel-plugin-lingui-macro"] } }),
    lingui(),
    preloadLatin(),
    layerOrder(),
  ],
  server: {
    host: "127.0.0.1",
    proxy: {
      // The server hears its own address as the origin: it refuses every other one.
      "/api": { target: server, changeOrigin: true, headers: { origin: server } },
      // What a mail program posts to; a browser that follows the same address gets the page.
      "/unsubscribe": { target: server, bypass: ({ method, url }) => (method === "GET" ? url : undefined) },
      "/ws": { target: server, changeOrigin: true, ws: true, headers: { origin: server } },
    },
  },
  build: {
    outDir: "dist",
    // The content security policy allows no data: address, so nothing is inlined.
    assetsInlineLimit: 0,
    target: ["chrome111", "firefox114", "safari16.4"],
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "vite/**/*.test.ts"],
    restoreMocks: true,
  },
})
