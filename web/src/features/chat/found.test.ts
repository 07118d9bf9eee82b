import { describe, expect, it } from "vitest"
import { excerpt, folded } from "./found"

const hits = (text: string, asked: string) =>
  excerpt(text, asked)
    .filter((one) => one.hit)
    .map((one) => one.text)

describe("what was found", () => {
  it("is marked in every script, accents and case aside", () => {
    expect(hits("Salam, Ləman! Bakıda külək", "leman BAKI")).toEqual(["Ləman", "Bakıda"])
    expect(hits("İstanbul'da ILIK", "istanbul ılık")).toEqual(["İstanbul", "ILIK"])
    expect(hits("مَرْحَبًا بكم", "مرحبا")).toEqual(["مَرْحَبًا"])
    expect(hits("ещё ёлка", "елка")).toEqual(["ёлка"])
    expect(hits("გამარჯობა", "გამარ")).toEqual(["გამარჯობა"])
  })

  it("one letter marks only itself", () => {
    expect(hits("a column C, colour", "c")).toEqual(["C"])
  })

  it("shows the part around it, and all of the text when it is short", () => {
    const long = `${"words ".repeat(60)}heron ${"more ".repeat(60)}`
    const shown = excerpt(long, "heron")
      .map((one) => one.text)
      .join("")
    expect(shown).toContain("heron")
    expect(shown.startsWith("…")).toBe(true)
    expect(shown.length).toBeLessThan(230)
    expect(excerpt("short", "nothing")).toEqual([{ text: "short", hit: false }])
  })

  it("folds what Unicode does not take apart", () => {
    expect(folded("Łódź GƏLƏN ı")).toBe("lodz gelen i")
  })
})
