/** Plays what the audio slots carry, out of elements that nobody sees, and says when the browser will not. */
export class MediaSound {
  private readonly elements: HTMLAudioElement[] = []
  private speaker = ""
  onBlocked: (blocked: boolean) => void = () => undefined

  /** From now on play these streams and no others. */
  carry(streams: readonly MediaStream[]): void {
    for (const element of this.elements.splice(0)) {
      element.srcObject = null
      element.remove()
    }
    for (const stream of streams) {
      const element = document.createElement("audio")
      element.autoplay = true
      element.srcObject = stream
      element.hidden = true
      document.body.append(element)
      this.elements.push(element)
    }
    if (streams.length === 0) return
    if (this.speaker) void this.playThrough(this.speaker)
    void this.play()
  }

  /** Also what the button "Turn sound on" does: a press is what the browser waits for. */
  async play(): Promise<void> {
    const outcomes = await Promise.allSettled(this.elements.map((element) => element.play()))
    const refused = outcomes.some(
      (outcome) =>
        outcome.status === "rejected" &&
        (outcome.reason as DOMException | undefined)?.name === "NotAllowedError",
    )
    this.onBlocked(refused)
  }

  async playThrough(speaker: string): Promise<void> {
    this.speaker = speaker
    for (const element of this.elements) {
      if ("setSinkId" in element) await element.setSinkId(speaker).catch(() => undefined)
    }
  }

  close(): void {
    this.carry([])
  }
}
