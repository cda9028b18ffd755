import { button, type Hand, onScreen } from "./annotator.ts";
import type { Person } from "./world.ts";

/** Everything by pointing, dragging and clicking. */
export const mouseOf = (person: Person): Hand => {
  const { page } = person;
  const press = (key: string): Promise<void> => button(person, key).click();
  return {
    choose: async (label) => {
      await press("annotate.labels.whole");
      await page.getByRole("radio", { name: label, exact: true }).locator("..").click();
    },
    draw: async (box) => {
      await press("annotate.labels.box");
      const to = await onScreen(person);
      const [from, until] = [to(box.x, box.y), to(box.x + box.width, box.y + box.height)];
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move((from.x + until.x) / 2, (from.y + until.y) / 2, { steps: 3 });
      await page.mouse.move(until.x, until.y);
      await page.mouse.up();
    },
    send: () => press("annotate.send"),
    noneFit: () => press("annotate.noneFit"),
    cantTell: async () => {
      await press("annotate.cantTell");
      await press("annotate.cantTell.just");
    },
  };
};
