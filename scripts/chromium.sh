#!/bin/sh
# Print the path of a Chromium for the browser tests: the one named by CHROMIUM, the one on the path, else
# one installed here (Debian's package where apt and root are there, else Playwright's own). Chat on stderr.
if [ -n "$CHROMIUM" ]; then
  [ -x "$CHROMIUM" ] && { echo "$CHROMIUM"; exit 0; }
  echo "CHROMIUM names $CHROMIUM, which is no program: correct or unset it." >&2
  exit 1
fi
command -v chromium && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing Debian's chromium…" >&2
  { apt-get update && apt-get install --yes --no-install-recommends chromium; } >&2 2>&1
  command -v chromium && exit 0
fi
echo "Installing Playwright's Chromium…" >&2
.venv/bin/python -m playwright install chromium >&2
found=$(.venv/bin/python -c "from playwright.sync_api import sync_playwright as p
with p() as play: print(play.chromium.executable_path)" 2>/dev/null)
[ -x "$found" ] && { echo "$found"; exit 0; }
echo "No Chromium for the browser tests: install one and name it, as in CHROMIUM=/usr/bin/chromium make test" >&2
exit 1
