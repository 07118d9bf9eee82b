import {
  type Followed,
  type Id,
  type Line,
  type OwnAnswer,
  onInside,
  type Poll,
  type Slides,
  type Told,
} from "../../live"

/** A poll with what this tab knows of the reader's own answer to it. */
export interface PollHere extends Poll {
  /** What one chose as far as this tab knows; of an anonymous poll the server does not. */
  chosen: readonly Id[]
  /** Whether one may still change the answer, and has what it takes. */
  changeable: boolean
}

type LiveLine = Pick<Line, "request" | "on">

interface OwnHere {
  yours: OwnAnswer
  /** Of an anonymous answer: this tab's memory only, gone with the page. */
  chosen: readonly Id[]
  receipt: string | null
}

/** The polls of a conference: whole on coming in, then poll by poll. */
export class LivePolls {
  private polls = new Map<Id, Poll>()
  private readonly own = new Map<Id, OwnHere>()
  private view: readonly PollHere[] = []
  private readonly subscribers = new Set<() => void>()

  constructor(
    private readonly line: LiveLine,
    private readonly conference: Followed,
  ) {}

  get id(): Id {
    return this.conference.id
  }

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): readonly PollHere[] => this.view

  /** Follow the conference until the returned function is called. */
  open(): () => void {
    const stops = [
      onInside(this.conference, ({ polls }) => this.reset(polls)),
      this.line.on("poll.changed", (told) => this.changed(told)),
      this.line.on("poll.counted", ({ conference, poll, results }) => {
        const known = this.polls.get(poll)
        if (conference === this.id && known) this.put({ ...known, results })
      }),
      this.line.on("poll.deleted", ({ conference, poll }) => {
        if (conference === this.id && this.polls.delete(poll)) this.show()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Give one's answer, or change it. */
  async answer(poll: Id, options: Id[]): Promise<void> {
    const receipt = this.own.get(poll)?.receipt ?? null
    const given = await this.line.request({
      type: "poll.answer",
      conference: this.id,
      poll,
      options,
      receipt,
    })
    this.own.set(poll, { yours: given.yours, chosen: options, receipt: given.receipt })
    this.show()
  }

  async move(poll: Id, to: "open" | "closed" | "shown"): Promise<void> {
    await this.line.request({ type: "poll.move", conference: this.id, poll, to })
  }

  private reset(polls: readonly Poll[]): void {
    this.polls = new Map(polls.map((poll) => [poll.id, poll]))
    for (const { id, yours, anonymous } of polls) {
      const before = this.own.get(id)
      if (!yours) {
        // Whoever has not answered by the server's word may; a closed anonymous poll is forgotten there, not here.
        // A draft was answered in a rehearsal, or never.
        const { state } = this.polls.get(id) ?? {}
        if (state === "open" || state === "draft") this.own.delete(id)
      } else if (anonymous) {
        this.own.set(id, { yours, chosen: before?.chosen ?? [], receipt: before?.receipt ?? null })
      } else this.own.set(id, { yours, chosen: yours.options, receipt: null })
    }
    this.show()
  }

  private changed({ conference, poll }: Told<"poll.changed">): void {
    if (conference === this.id) this.put(poll)
  }

  private put(poll: Poll): void {
    this.polls.set(poll.id, poll)
    this.show()
  }

  private show(): void {
    this.view = inOrder([...this.polls.values()]).map((poll) => {
      const own = this.own.get(poll.id)
      const changeable =
        poll.state === "open" && own?.yours.may_change === true && (!poll.anonymous || own.receipt !== null)
      return { ...poll, yours: own?.yours ?? null, chosen: own?.chosen ?? [], changeable }
    })
    for (const listener of [...this.subscribers]) listener()
  }
}

const RANK: Record<Poll["state"], number> = { open: 0, closed: 1, shown: 1, draft: 2 }

/** What is open comes first, then what was, the newest first; drafts last, in their own order. */
function inOrder(polls: Poll[]): Poll[] {
  return polls.sort(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      Date.parse(b.opened_at ?? "") - Date.parse(a.opened_at ?? "") ||
      a.position - b.position ||
      a.id.localeCompare(b.id),
  )
}

/** Open polls that the reader has not answered. */
export function unanswered(polls: readonly PollHere[]): PollHere[] {
  return polls.filter(({ state, yours }) => state === "open" && !yours)
}

/** A part of all who answered, as whole percent. */
export function percent(votes: number, answered: number): number {
  return answered === 0 ? 0 : Math.round((votes / answered) * 100)
}

/** What a page of a document is, for those who look for its polls. */
type Place = Pick<Slides, "document" | "page">

/** Drafts that belong to the page on stage, in their order. */
export function draftsOf(polls: readonly PollHere[], slides: Place | null): PollHere[] {
  return polls.filter(
    ({ state, page }) =>
      state === "draft" && slides && page?.document === slides.document && page.page === slides.page,
  )
}

/** The pages of a document that have a poll. */
export function pagesWith(polls: readonly Poll[], document: Id): ReadonlySet<number> {
  return new Set(polls.flatMap(({ page }) => (page?.document === document ? [page.page] : [])))
}
