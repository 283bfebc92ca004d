// Unpacks the browser of @sparticuz/chromium with its libraries and fonts into $TMPDIR and writes
// a launcher, chromium.sh, which points the browser at them. Run with web/ as working directory.
import { chmodSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import chromium, { inflate } from "@sparticuz/chromium";

const home = tmpdir();
const browser = await chromium.executablePath();
await inflate(join(process.cwd(), "node_modules/@sparticuz/chromium/bin/al2023.tar.br"));

// The package's own fonts.conf names folders of another system.
const fonts = join(home, "fonts.conf");
writeFileSync(
  fonts,
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${home}/fonts/fonts</dir>
  <cachedir>${home}/fontconfig-cache</cachedir>
</fontconfig>
`,
);

const launcher = join(home, "chromium.sh");
writeFileSync(
  launcher,
  `#!/bin/sh
export LD_LIBRARY_PATH="${home}/al2023/lib:${home}:$LD_LIBRARY_PATH"
export FONTCONFIG_FILE="${fonts}"
exec "${browser}" "$@"
`,
);
chmodSync(launcher, 0o755);
