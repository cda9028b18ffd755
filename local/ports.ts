import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Takes ports one after another from a first one on, skipping what is busy; with 0 the system chooses each.
 * Between the look and the use another program may be faster: then the start fails and says so.
 */
export const portsFrom = (first: number, address: string): (() => Promise<number>) => {
  let next = first;
  return async () => {
    if (first === 0) return 0;
    while (next < 65_536) {
      const port = next++;
      if (await isFree(port, address)) return port;
    }
    throw new Error(`no free port from ${first} on`);
  };
};

const isFree = async (port: number, address: string): Promise<boolean> => {
  const probe = createServer();
  try {
    probe.listen({ port, host: address, exclusive: true });
    await once(probe, "listening");
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
      return false;
    throw error;
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
};
