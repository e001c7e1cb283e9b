import { Random } from "../stats/random.js";

const WORDS =
  "the a of and to in on at by from with for as was is are which that this old new long small great river hill road house town stone year summer winter harbour garden market wall gate field school record visitor guide picture page article author map letter report book number part side north south east west first last later early often rarely still nearly found built seen kept written moved opened closed sold carried painted described mentioned";

const LENGTH = 1 << 16;
let text = "";

/** About `length` characters of prose without meaning, the same for the same arguments, behind a line end; "" for a length below 1. */
export function filler(length: number, start: number): string {
  if (length < 1) return "";
  if (text === "") text = compose();
  const from = (start * 7919) % LENGTH;
  const whole = text.repeat(Math.ceil((from + length) / text.length));
  return `\n${whole.slice(from, from + Math.floor(length))}`;
}

function compose(): string {
  const random = new Random(0);
  const words = WORDS.split(" ");
  let out = "";
  while (out.length < LENGTH) {
    const sentence = Array.from({ length: 6 + random.below(14) }, () => random.pick(words)).join(" ");
    out += `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}. `;
  }
  return out;
}
