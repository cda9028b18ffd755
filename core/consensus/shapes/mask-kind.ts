import { joinBounds } from "../../geometry/bounds.ts";
import { areaOfMask, boundsOfMask, type Mask, maskFault, maskOverlap } from "../../geometry/mask.ts";
import { cellsOfMask, maskOfCells, pixelRaster } from "../../geometry/mask-raster.ts";
import { fuseAreas } from "./fuse-areas.ts";
import { byMeanSimilarity, compareNumbers, type ShapeKind } from "./shape-kind.ts";

/** Masks that cover more pixels than this together are fused in blocks of several pixels. */
const CELLS_MAX = 2 ** 20;

/**
 * Masks, all of the size of the item's picture: matched by their mean overlap, fused by pixels over what they cover
 * together (`fuseAreas`). Masks that are all alike stay as they are; where people agree on no pixel the heaviest is taken.
 */
export const MASK_KIND: ShapeKind<Mask, readonly Mask[]> = {
  faultOf: maskFault,
  placeOf: (masks) => masks,
  boundsOf: (masks) => joinBounds(masks.map(boundsOfMask)),
  overlapOf: byMeanSimilarity(maskOverlap),
  similarityOf: maskOverlap,
  compare: (a, b) => compareNumbers(numbersOf(a), numbersOf(b)),
  fuse: (masks, weights) => {
    const heaviest = masks[weights.indexOf(Math.max(...weights))];
    if (!heaviest) throw new Error("a thing has at least one mask");
    if (masks.every(({ counts }) => compareNumbers(counts, heaviest.counts) === 0)) return heaviest;
    const raster = pixelRaster(joinBounds(masks.map(boundsOfMask)), CELLS_MAX);
    const areas = masks.map((mask) => cellsOfMask(mask, raster));
    const field = fuseAreas({ ...raster, areas, cell: { across: 1, down: 1 } }, weights);
    const fused = maskOfCells((cell) => field[cell]! >= 0, raster, heaviest);
    return areaOfMask(fused) > 0 ? fused : heaviest;
  },
};

const numbersOf = (mask: Mask): readonly number[] => {
  const { left, top, right, bottom } = boundsOfMask(mask);
  return [top, left, bottom, right, mask.width, mask.height, ...mask.counts];
};
