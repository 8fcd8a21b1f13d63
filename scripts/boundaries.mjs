// Draws the countries of world-atlas in the Equal Earth projection on a plane of 20,000 units from west to east.
// Prints JSON: the number of ISO 3166 (or the name of what has none) -> its rings, in whole units. Called by scripts/boundaries.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const {geoEqualEarth, geoPath} = await import(require.resolve("d3-geo").replace("dist/d3-geo.js", "src/index.js"));
const {merge} = require("topojson-client");

const topology = (name) => JSON.parse(readFileSync(require.resolve(`world-atlas/${name}.json`)));
const named = (country) => country.id ?? country.properties.name;
// One line with the state that the UN counts them to.
const WITH = {"N. Cyprus": "196", Somaliland: "706"};

const projection = geoEqualEarth().fitWidth(20000, {type: "Sphere"});
const [coarse, fine] = [topology("countries-110m"), topology("countries-50m")];
const drawn = {};
for (const atlas of [coarse, fine]) {
  const groups = new Map();
  for (const country of atlas.objects.countries.geometries) {
    const of = WITH[named(country)] ?? named(country);
    groups.set(of, [...(groups.get(of) ?? []), country]);
  }
  for (const [of, parts] of groups) {
    if (of in drawn) continue;
    const rings = [];
    let ring;
    const pen = {
      beginPath() {},
      moveTo(x, y) { rings.push(ring = [[Math.round(x), Math.round(y)]]); },
      lineTo(x, y) { ring.push([Math.round(x), Math.round(y)]); },
      closePath() {},
      arc() {},
    };
    geoPath(projection, pen)(merge(atlas, parts));
    drawn[of] = rings;
  }
}
process.stdout.write(JSON.stringify(drawn));
