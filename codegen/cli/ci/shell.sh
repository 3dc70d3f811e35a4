#!/bin/sh
# What CI does for the crates in smithwright.toml, on any system. BASE is what the change is compared with.
set -eu
BASE="${BASE:-origin/main}"

cargo install smithwright --locked
# A crate is what its model says.
smithwright check --deny warnings
# What a change of a model means; fails where programs may not compile any more.
smithwright diff --since "$BASE" --format markdown --out changes.md
smithwright diff --since "$BASE" --deny breaking
