import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvParser } from "../../../cli/crowd-csv/records.ts";
import { csvRecord } from "../../../core/formats/csv-cells.ts";

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

const rowsOf = (chunks: readonly (string | Uint8Array)[]): readonly Row[] => {
  const rows: Row[] = [];
  const parser = new CsvParser(({ bytes, starts, ends, cells, line }) => {
    const text = (cell: number) => Buffer.from(bytes.subarray(starts[cell], ends[cell])).toString("utf8");
    rows.push({ line, cells: Array.from({ length: cells }, (_, cell) => text(cell)) });
  });
  for (const chunk of chunks) parser.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  parser.end();
  return rows;
};
const cellsOf = (text: string): readonly (readonly string[])[] => rowsOf([text]).map(({ cells }) => cells);

describe("reading comma-separated values", () => {
  it("gives back every text that was written, whatever is in it", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", '"', ",", "\t", "\n", "\r", " ") });
    const row = fc.tuple(fc.string({ unit: "grapheme" }), text, text);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const file = ["a,b,c\n", ...rows.map(csvRecord)].join("");
        expect(cellsOf(file).slice(1)).toEqual(rows);
      }),
    );
  });

  it("reads the same wherever the file is cut", () => {
    const piece = fc.constantFrom("a", "bc", '"', '""', ",", "\n", "\r\n", "\r", "é", '"x""y"', '"\n"', "");
    const outcome = (chunks: readonly Uint8Array[]): unknown => {
      try {
        return rowsOf(chunks);
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(fc.nat(60), { maxLength: 8 }), (pieces, cuts) => {
        const file = Buffer.from(`h,i\n${pieces.join("")}`);
        const places = [0, ...cuts.map((cut) => Math.min(cut, file.length)).sort((a, b) => a - b), file.length];
        const chunks = places.slice(1).map((to, at) => file.subarray(places[at], to));
        expect(outcome(chunks)).toEqual(outcome([file]));
      }),
      { numRuns: 500 },
    );
  });

  it("reads the same byte by byte", () => {
    const file = Buffer.from('\ufefftask,worker,label\r\n"a ""1""",w,"x\ny"\r\n\r\né,w,z');
    expect(rowsOf([...file].map((byte) => Uint8Array.of(byte)))).toEqual(rowsOf([file]));
  });

  it.each([
    ["CR LF", "a,b\r\n1,2\r\n"],
    ["CR", "a,b\r1,2\r"],
    ["no end at the end", "a,b\n1,2"],
    ["empty lines", "\n\na,b\n\n1,2\n\n"],
    ["a byte order mark", "\ufeffa,b\n1,2\n"],
    ["tabs", "a\tb\n1\t2\n"],
    ["quotes where none are needed", '"a","b"\n"1","2"\n'],
  ])("reads lines with %s", (_, file) => {
    expect(cellsOf(file)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  it("keeps commas in cells that tabs separate, and a quote that does not begin a cell", () => {
    expect(cellsOf('a\tb\nx,y\t5"\n')).toEqual([
      ["a", "b"],
      ["x,y", '5"'],
    ]);
  });

  it("counts lines as an editor does, those inside quotes too", () => {
    expect(rowsOf(['a,b\n"1\n2\r\n3",x\n\ny,z\n']).map(({ line }) => line)).toEqual([1, 2, 6]);
  });

  it("reads a row that is much longer than a piece", () => {
    const long = "x".repeat(300_000);
    const file = Buffer.from(`a,b\n"${long}",1\n`);
    const chunks = Array.from({ length: Math.ceil(file.length / 1000) }, (_, at) =>
      file.subarray(at * 1000, (at + 1) * 1000),
    );
    expect(rowsOf(chunks)[1]?.cells).toEqual([long, "1"]);
  });

  it.each([
    ['a,b\n1,"2\n3,4\n', "line 2: a quoted cell that begins here does not end"],
    ['a,b\n1,2\n"3"x,4\n', "line 3: text after the quote that ends a cell"],
    ['a,b\n"1\n","2\n"x\n', "line 4: text after the quote that ends a cell"],
  ])("says in which line a quote is wrong: %j", (file, complaint) => {
    expect(() => rowsOf([file])).toThrow(complaint);
  });

  it("names the line where a quote was opened that swallows the rest of a large file", () => {
    const rest = Buffer.alloc(1 << 20, "a,b\n");
    expect(() => rowsOf(['a,b\n1,2\n3,"4\n', ...Array.from({ length: 40 }, () => rest)])).toThrow(
      /line 3: a row of more than 16 MiB/,
    );
  });

  it("says that it does not read UTF-16", () => {
    expect(() => rowsOf([Buffer.from("\ufeffa,b\n", "utf16le")])).toThrow("save the file as UTF-8");
  });

  it("finds nothing in an empty file", () => {
    expect(rowsOf([])).toEqual([]);
    expect(rowsOf(["\ufeff"])).toEqual([]);
    expect(rowsOf(["\n\r\n"])).toEqual([]);
  });
});
