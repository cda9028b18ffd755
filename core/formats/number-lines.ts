import { numberAnnotation, numberImage } from "./coco.ts";

/**
 * Gives COCO's pieces their ids while shards are joined one after the other. Images and annotations are joined in two
 * passes over the same shards, so each pass counts for itself.
 */
export const numberImages = (): ((line: string) => string) => {
  let id = 0;
  return (line) => `${id === 0 ? "" : ",\n"}${numberImage(line, ++id)}`;
};

/** `imagesBefore`: images of all earlier shards. A line begins with the place of its image in its own shard, and a tab. */
export const numberAnnotations = (): ((line: string, imagesBefore: number) => string) => {
  let id = 0;
  return (line, imagesBefore) => {
    const tab = line.indexOf("\t");
    const imageId = imagesBefore + Number(line.slice(0, tab)) + 1;
    return `${id === 0 ? "" : ",\n"}${numberAnnotation(line.slice(tab + 1), ++id, imageId)}`;
  };
};
