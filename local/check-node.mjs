// Loaded before everything else, in JavaScript that every Node still in use can read: the rest is TypeScript, which an
// older Node would refuse with a riddle. On Linux and Windows the packages bring Node 24 along; elsewhere they do not.
const NEEDED = 24;
const major = Number(process.versions.node.split(".")[0]);
if (major < NEEDED) {
  console.error(
    `Labelloop needs Node ${NEEDED} or later; this is ${process.versions.node} (${process.execPath}).\n` +
      "Start it with npm (npm start), which brings Node 24 on Linux and Windows, or install it from https://nodejs.org.",
  );
  process.exit(1);
}
