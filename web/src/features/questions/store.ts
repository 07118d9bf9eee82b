import { type Followed, type Id, type Line, onInside, type Question, type Told } from "../../live"

/** A question with whether the reader voted for it: updates are for everybody, so they do not say. */
export interface QuestionHere extends Question {
  voted: boolean
}

type LiveLine = Pick<Line, "request" | "on">

/** The questions of a conference: whole on coming in, then question by question. */
export class LiveQuestions {
  private questions = new Map<Id, Question>()
  private voted = new Set<Id>()
  private view: readonly QuestionHere[] = []
  private readonly subscribers = new Set<() => void>()

  constructor(
    private readonly line: LiveLine,
    private readonly conference: Followed,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): readonly QuestionHere[] => this.view

  /** Follow the conference until the returned function is called. */
  open(): () => void {
    const stops = [
      onInside(this.conference, ({ questions, question_votes }) => {
        this.questions = new Map(questions.map((one) => [one.id, one]))
        this.voted = new Set(question_votes)
        this.show()
      }),
      this.line.on("question.changed", (told) => this.changed(told)),
      this.line.on("question.gone", ({ conference, question }) => {
        if (conference === this.conference.id && this.questions.delete(question)) this.show()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  async ask(text: string): Promise<void> {
    await this.line.request({ type: "question.ask", conference: this.conference.id, text })
  }

  async takeBack(question: Id): Promise<void> {
    await this.line.request({ type: "question.delete", conference: this.conference.id, question })
  }

  /** Shown at once; what the server refuses is taken back and thrown. */
  async vote(question: Id, on: boolean): Promise<void> {
    this.mark(question, on)
    try {
      await this.line.request({ type: "question.vote", conference: this.conference.id, question, on })
    } catch (error) {
      this.mark(question, !on)
      throw error
    }
  }

  async move(question: Id, to: Question["state"]): Promise<void> {
    await this.line.request({ type: "question.move", conference: this.conference.id, question, to })
  }

  private mark(question: Id, on: boolean): void {
    if (on) this.voted.add(question)
    else this.voted.delete(question)
    this.show()
  }

  private changed({ conference, question }: Told<"question.changed">): void {
    if (conference !== this.conference.id) return
    this.questions.set(question.id, question)
    this.show()
  }

  private show(): void {
    this.view = inOrder([...this.questions.values()]).map((one) => ({
      ...one,
      voted: this.voted.has(one.id),
    }))
    for (const listener of [...this.subscribers]) listener()
  }
}

const RANK: Record<Question["state"], number> = { answering: 0, asked: 1, answered: 2, dismissed: 3 }

/** What is being answered comes first, then what most want answered, the earliest of these; then what is done. */
function inOrder(questions: Question[]): Question[] {
  return questions.sort(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      b.votes - a.votes ||
      Date.parse(a.asked_at) - Date.parse(b.asked_at) ||
      a.id.localeCompare(b.id),
  )
}
