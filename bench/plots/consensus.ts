import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCrowdSets } from "../../test/support/crowd-sets.ts";
import { accuracyPlot } from "./accuracy-plot.ts";
import { votedBoxes } from "./boxes-voted.ts";
import { BOUGHT_SETS, buy, playPairs, SEEDS } from "./buying.ts";
import { buyingPlot } from "./buying-plot.ts";
import { GOLD_ITEMS, GOLD_SEEDS, goldWorth } from "./gold-choice.ts";
import { fittedSets } from "./methods-measured.ts";
import { surenessOf } from "./nobody-contradicts.ts";
import { reliabilityPlot } from "./reliability-plot.ts";
import {
  accuracyTable,
  boxTable,
  buyingTable,
  calibrationTable,
  confidenceTable,
  goldTable,
  METHODS,
  pairsTable,
  temperatureTable,
} from "./tables.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "docs", "consensus");

/** Draws the plots of docs/consensus.md and prints the tables behind them, the same bytes at every run. */
const main = async (): Promise<void> => {
  if (!hasCrowdSets()) {
    console.error("no crowd sets beside the repository: the plots stay as they are");
    return;
  }
  await mkdir(FOLDER, { recursive: true });
  const sets = fittedSets(METHODS);
  await write("reliability.svg", reliabilityPlot(sets));
  await write("accuracy.svg", accuracyPlot(sets));
  print("Accuracy by set; ties count their part", accuracyTable(sets));
  print("Told and right: gap in ten bins (ECE), and NLL and Brier of the default as reported", calibrationTable(sets));
  print("Every method as it reports: means over the sets", confidenceTable(sets));

  print("How alike mistakes are held to be (ρ): means over the sets", temperatureTable(sets));

  const bought = BOUGHT_SETS.map(buy);
  await write("answers-bought.svg", buyingPlot(bought));
  print(
    `Answers bought → accuracy (decided: right of those; contested). Seeds ${SEEDS.join(", ")}`,
    buyingTable(bought),
  );

  print("Answers bought → accuracy, each with its standard error", pairsTable(playPairs()));

  print(`With ${GOLD_ITEMS} gold items, on the others. Seeds ${GOLD_SEEDS.join(", ")}`, goldTable(goldWorth()));
  print("Boxes that more than half drew, on VOC-MIX: true ones found, and mean overlap", boxTable(votedBoxes()));
  print("A hundred items of two labels by one annotator alone: the least confidence", String(surenessOf(1)));
};

const write = async (name: string, svg: string): Promise<void> => {
  await writeFile(join(FOLDER, name), svg);
  console.error(`docs/consensus/${name}`);
};

const print = (title: string, table: string): void => console.log(`${title}\n\n${table}\n`);

await main();
