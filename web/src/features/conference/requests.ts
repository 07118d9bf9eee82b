import type { Id, Line, Lock, PhraseSaid, ReactionSent, SeatRole, Source } from "../../live"

export type Reaction = ReactionSent["reaction"]
export type Phrase = PhraseSaid["phrase"]

/** What is asked of the server by one press. What it refuses is thrown as Refusal for the page to say. */
export class Requests {
  constructor(
    private readonly wire: Pick<Line, "request">,
    readonly id: Id,
  ) {}

  /** One's own hand; that of a pupil on one's class list; or, for those who lead, somebody else's to lower. */
  async raiseHand(up: boolean, whose: { user?: Id | null; pupil?: Id | null } = {}): Promise<void> {
    const { user = null, pupil = null } = whose
    await this.wire.request({ type: "hand.raise", conference: this.id, up, user, pupil })
  }

  async react(reaction: Reaction): Promise<void> {
    await this.wire.request({ type: "reaction.send", conference: this.id, reaction })
  }

  async say(phrase: Phrase): Promise<void> {
    await this.wire.request({ type: "phrase.say", conference: this.id, phrase })
  }

  async caption(text: string): Promise<void> {
    await this.wire.request({ type: "caption.write", conference: this.id, text })
  }

  /** The pupils before this one device, all of them; none takes the list away. */
  async listClass(pupils: Id[]): Promise<void> {
    await this.wire.request({ type: "classroom.set", conference: this.id, pupils })
  }

  /** Somebody at the door, all of one's own pupils there, or everybody. */
  async admit(whom: Id | "mine" | "all"): Promise<void> {
    const user = whom === "mine" || whom === "all" ? null : whom
    await this.wire.request({ type: "lobby.admit", conference: this.id, user, mine: whom === "mine" })
  }

  async deny(user: Id): Promise<void> {
    await this.wire.request({ type: "lobby.deny", conference: this.id, user })
  }

  /** Switch a source off: of one participant, or of all pupils without a user. */
  async mute(source: Source, user: Id | null, hold = false): Promise<void> {
    await this.wire.request({ type: "participant.mute", conference: this.id, source, user, hold })
  }

  async release(source: Source, user: Id | null): Promise<void> {
    await this.wire.request({ type: "participant.release", conference: this.id, source, user })
  }

  async holdChat(user: Id | null, on: boolean): Promise<void> {
    await this.wire.request({ type: "participant.hold_chat", conference: this.id, user, on })
  }

  async sendBack(user: Id): Promise<void> {
    await this.wire.request({ type: "participant.send_back", conference: this.id, user })
  }

  async remove(user: Id, reason: string): Promise<void> {
    await this.wire.request({ type: "participant.remove", conference: this.id, user, reason })
  }

  async readmit(user: Id): Promise<void> {
    await this.wire.request({ type: "participant.readmit", conference: this.id, user })
  }

  /** For so many minutes, or (null) until it is lifted. */
  async ban(user: Id, reason: string, minutes: number | null): Promise<void> {
    await this.wire.request({ type: "participant.ban", conference: this.id, user, reason, minutes })
  }

  async liftBan(user: Id): Promise<void> {
    await this.wire.request({ type: "ban.lift", conference: this.id, user })
  }

  async appoint(user: Id, role: Exclude<SeatRole, "host">): Promise<void> {
    await this.wire.request({ type: "participant.appoint", conference: this.id, user, role })
  }

  async appointCaptioner(user: Id, on: boolean): Promise<void> {
    await this.wire.request({ type: "captioner.appoint", conference: this.id, user, on })
  }

  /** Record from now on, or stop. */
  async record(on: boolean): Promise<void> {
    await this.wire.request({ type: on ? "recording.start" : "recording.stop", conference: this.id })
  }

  /** Say to everybody who comes in that it will be recorded, or that it will not. */
  async announceRecording(on: boolean): Promise<void> {
    await this.wire.request({ type: "recording.announce", conference: this.id, on })
  }

  /** Agree to be in the recording, or not. */
  async answerRecording(agree: boolean): Promise<void> {
    await this.wire.request({ type: "recording.answer", conference: this.id, agree })
  }

  /** Everything stops but those who lead; off, what was on before comes back. */
  async pause(on: boolean): Promise<void> {
    await this.wire.request({ type: "conference.pause", conference: this.id, on })
  }

  async setLocks(locks: Lock[]): Promise<void> {
    await this.wire.request({ type: "conference.set_locks", conference: this.id, locks })
  }

  /** Hands of schools that spoke less come first, or hands in the order of raising. */
  async orderHands(quietFirst: boolean): Promise<void> {
    await this.wire.request({ type: "hands.order", conference: this.id, quiet_first: quietFirst })
  }

  async lock(on: boolean): Promise<void> {
    await this.wire.request({ type: "conference.lock", conference: this.id, on })
  }

  async extend(): Promise<void> {
    await this.wire.request({ type: "conference.extend", conference: this.id })
  }

  async end(): Promise<void> {
    await this.wire.request({ type: "conference.end", conference: this.id })
  }
}
