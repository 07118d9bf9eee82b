export interface Piece {
  text: string
  link: boolean
}

/** A letter's text in pieces, its addresses apart. */
export function linked(text: string): Piece[] {
  return text.split(/(https?:\/\/[^\s<>"]+)/).flatMap((piece, place) => {
    return piece === "" ? [] : [{ text: piece, link: place % 2 === 1 }]
  })
}
