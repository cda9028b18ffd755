/**
 * One record of a file of comma- or tab-separated values, as places in bytes: cell n is `bytes[starts[n]]` up to, not
 * including, `bytes[ends[n]]`. It is the same object for every record: what is to be kept must be copied.
 */
export interface CsvRecord {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly cells: number;
  /** Where it begins, counted from 1 as editors do: a quoted cell may span several lines. */
  readonly line: number;
}

const [TAB, LF, CR, QUOTE, COMMA] = [9, 10, 13, 34, 44];
const BOM = [0xef, 0xbb, 0xbf];
const INCOMPLETE = -1;
/** A longer record is a mistake, most likely a quote that nobody closed; memory stays bounded by it. */
const RECORD_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Reads RFC 4180 piece by piece, cut anywhere, and calls back for each record. Cells may be quoted, a quoted one may hold
 * separators, line ends and doubled quotes; lines end with LF, CR LF or CR, the last one needs no end; a UTF-8 byte order
 * mark and empty lines are passed over. Whichever of comma and tab comes first in the first line separates all cells.
 * No string is made: a million records cost as many steps as they have bytes.
 *
 * `push` and `end` throw an Error that names the line when a quoted cell does not end or has text behind it, and when
 * the file is UTF-16.
 */
export class CsvParser {
  readonly #onRecord: (record: CsvRecord) => void;
  #bytes = new Uint8Array(1 << 17);
  /** What waits: bytes of a record whose end has not come yet. */
  #from = 0;
  #to = 0;
  /** Enough bytes to try again: twice as many as did not do, so that a long record is not read over and over. */
  #enough = 0;
  #line = 1;
  #separator = 0;
  #isBegun = false;
  #cells = 0;
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  /** Line ends inside the record, and cells of it that hold doubled quotes. */
  #breaks = 0;
  #doubled: number[] = [];

  readonly #record: { -readonly [Field in keyof CsvRecord]: CsvRecord[Field] } = {
    bytes: this.#bytes,
    starts: this.#starts,
    ends: this.#ends,
    cells: 0,
    line: 1,
  };

  constructor(onRecord: (record: CsvRecord) => void) {
    this.#onRecord = onRecord;
  }

  push(chunk: Uint8Array): void {
    this.#keep(chunk);
    if (this.#to - this.#from >= this.#enough) this.#read(false);
  }

  end(): void {
    this.#read(true);
  }

  #keep(chunk: Uint8Array): void {
    const waiting = this.#to - this.#from;
    if (this.#to + chunk.length > this.#bytes.length) {
      const room = Math.max(this.#bytes.length, 2 ** Math.ceil(Math.log2(waiting + chunk.length)));
      const bytes = room > this.#bytes.length ? new Uint8Array(room) : this.#bytes;
      bytes.set(this.#bytes.subarray(this.#from, this.#to));
      this.#bytes = bytes;
      this.#from = 0;
      this.#to = waiting;
    }
    this.#bytes.set(chunk, this.#to);
    this.#to += chunk.length;
  }

  #read(isLast: boolean): void {
    if (!this.#isBegun && !this.#begin(isLast)) return;
    while (this.#from < this.#to) {
      const end = this.#split(isLast);
      if (end === INCOMPLETE) break;
      const isEmptyLine = this.#cells === 1 && end - this.#from <= 2 && this.#starts[0] === this.#ends[0];
      if (!isEmptyLine) this.#hand();
      this.#from = end;
      this.#line += 1 + this.#breaks;
    }
    const waiting = this.#to - this.#from;
    if (waiting > RECORD_BYTES_MAX) throw new Error(`line ${this.#line}: a row of more than 16 MiB: is a quote open?`);
    this.#enough = 2 * waiting;
  }

  /** Passes the byte order mark and finds the separator; false while too little has come to tell. */
  #begin(isLast: boolean): boolean {
    if (this.#to < BOM.length && !isLast) return false;
    const [first, second] = this.#bytes;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
      throw new Error("line 1: this is UTF-16: save the file as UTF-8");
    const start = this.#to >= BOM.length && BOM.every((byte, at) => this.#bytes[at] === byte) ? BOM.length : 0;
    this.#separator = separatorIn(this.#bytes.subarray(start, this.#to), isLast);
    this.#from = this.#separator === 0 ? 0 : start;
    this.#isBegun = this.#separator !== 0;
    return this.#isBegun;
  }

  /** Finds the cells of the record that begins at `#from`; gives where the next begins. */
  #split(isLast: boolean): number {
    const [bytes, to, separator] = [this.#bytes, this.#to, this.#separator];
    this.#cells = 0;
    this.#breaks = 0;
    this.#doubled.length = 0;
    let at = this.#from;
    for (;;) {
      const start = at;
      if (bytes[at] === QUOTE && at < to) {
        at = this.#endOfQuoted(at, isLast);
        if (at === INCOMPLETE) return INCOMPLETE;
        this.#add(start + 1, at - 1);
      } else {
        while (at < to) {
          const byte = bytes[at]!;
          if (byte === separator || byte === LF || byte === CR) break;
          at += 1;
        }
        this.#add(start, at);
      }
      if (at === to) return isLast ? to : INCOMPLETE;
      const byte = bytes[at]!;
      if (byte === LF) return at + 1;
      if (byte === CR && at + 1 === to) return isLast ? to : INCOMPLETE;
      if (byte === CR) return bytes[at + 1] === LF ? at + 2 : at + 1;
      if (byte !== separator)
        throw new Error(`line ${this.#line + this.#breaks}: text after the quote that ends a cell`);
      at += 1;
    }
  }

  /** Where the quoted cell that begins at `at` ends, behind its closing quote. */
  #endOfQuoted(start: number, isLast: boolean): number {
    const [bytes, to] = [this.#bytes, this.#to];
    const breaksBefore = this.#breaks;
    let isDoubled = false;
    for (let at = start + 1; at < to; at += 1) {
      const byte = bytes[at]!;
      if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) this.#breaks += 1;
      if (byte !== QUOTE) continue;
      // The last byte so far closes the cell until more comes: the record is not complete, and will be read again.
      if (at + 1 === to || bytes[at + 1] !== QUOTE) {
        if (isDoubled) this.#doubled.push(this.#cells);
        return at + 1;
      }
      isDoubled = true;
      at += 1;
    }
    if (isLast) throw new Error(`line ${this.#line + breaksBefore}: a quoted cell that begins here does not end`);
    return INCOMPLETE;
  }

  #add(start: number, end: number): void {
    if (this.#cells === this.#starts.length) {
      this.#starts = longer(this.#starts);
      this.#ends = longer(this.#ends);
    }
    this.#starts[this.#cells] = start;
    this.#ends[this.#cells] = end;
    this.#cells += 1;
  }

  #hand(): void {
    // The record is complete and will not be read again, so its quotes may be undoubled where they stand.
    for (const cell of this.#doubled) this.#ends[cell] = undoubled(this.#bytes, this.#starts[cell]!, this.#ends[cell]!);
    const record = this.#record;
    record.bytes = this.#bytes;
    record.starts = this.#starts;
    record.ends = this.#ends;
    record.cells = this.#cells;
    record.line = this.#line;
    this.#onRecord(record);
  }
}

const longer = (numbers: Int32Array): Int32Array<ArrayBuffer> => {
  const twice = new Int32Array(2 * numbers.length);
  twice.set(numbers);
  return twice;
};

/** Takes every second of two quotes out; gives the new end. */
const undoubled = (bytes: Uint8Array, start: number, end: number): number => {
  let to = start;
  for (let at = start; at < end; at += 1) {
    bytes[to] = bytes[at]!;
    to += 1;
    if (bytes[at] === QUOTE) at += 1;
  }
  return to;
};

/** The first comma or tab of the first line that is not in quotes; a comma when it has none; 0 when more must come. */
const separatorIn = (bytes: Uint8Array, isLast: boolean): number => {
  let isQuoted = false;
  let hasText = false;
  for (const byte of bytes) {
    if (byte === QUOTE) isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (byte === COMMA || byte === TAB) return byte;
    const isLineEnd = byte === LF || byte === CR;
    if (isLineEnd && hasText) return COMMA!;
    hasText ||= !isLineEnd;
  }
  return isLast ? COMMA! : 0;
};
