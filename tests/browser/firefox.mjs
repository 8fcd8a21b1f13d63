// Opens pages of an instance in Debian's Firefox over WebDriver BiDi: `node firefox.mjs FILE`, FILE holds what to do as JSON.
// Prints as JSON what each visit showed. Firefox is the nearest to Tor Browser, and has its own rules for cookies.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const wanted = JSON.parse(await readFile(process.argv[2], "utf8"));
const profile = await mkdtemp(join(tmpdir(), "firefox-"));
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: wanted.program,
  headless: true,
  userDataDir: profile,
});

const pressed = async (page, button) => {
  await Promise.all([page.waitForNavigation(), page.click(button)]);
};

try {
  const shown = {};
  const desk = await browser.newPage();
  await desk.goto(`${wanted.address}/desk/sign-in/`);
  for (const [name, text] of Object.entries(wanted.signIn)) await desk.type(`[name=${name}]`, text);
  // The digits are asked for last: they are good for half a minute, and Firefox may take that long to start.
  const [program, ...rest] = wanted.digits;
  await desk.type("[name=code]", execFileSync(program, rest).toString().trim());
  await pressed(desk, "button.main");
  shown.afterSignIn = new URL(desk.url()).pathname;
  await desk.goto(`${wanted.address}/desk/cases/`);
  shown.onTheDesk = await desk.$eval("h1", (title) => title.textContent);

  const visitor = await browser.newPage();
  await visitor.goto(`${wanted.address}/en/back/`);
  await visitor.type("[name=words]", wanted.words);
  await pressed(visitor, "main form button.main");
  await visitor.goto(`${wanted.address}/en/back/`);
  shown.afterComingBack = await visitor.$eval("h1", (title) => title.textContent);
  await visitor.click("summary");
  await visitor.type("[name=message]", wanted.message);
  await pressed(visitor, "button[value=write]");
  shown.messages = await visitor.$$eval("article .said", (all) => all.map((one) => one.textContent));
  await pressed(visitor, "button[value=close]");
  await visitor.goto(`${wanted.address}/en/back/`);
  shown.afterClosing = await visitor.$eval("h1", (title) => title.textContent);

  await desk.bringToFront();
  await pressed(desk, "header form button");
  await desk.goto(`${wanted.address}/desk/`);
  shown.afterLocking = new URL(desk.url()).pathname;
  console.log(JSON.stringify(shown));
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}
