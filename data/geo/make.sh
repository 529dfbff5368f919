#!/bin/sh
# Writes the simplified geometry beside this file anew. Needs Node.js; see README.md.
# Usage: sh data/geo/make.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts world-atlas@2.0.2 mapshaper@0.7.70 topojson-client@3.1.0 d3-geo-projection@4.0.0
atlas=node_modules/world-atlas

# World Atlas joins what the 180th meridian cuts; on a flat map it has to be cut again.
for scale in 110m 50m; do
	npx topo2geo countries=joined.json <"$atlas/countries-$scale.json"
	npx geoproject 'd3.geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).reflectY(true).precision(0)' \
		<joined.json >"countries-$scale.json"
done

# derive NAME SCALE CLIP SIMPLIFY MIN_AREA PRECISION: land and borders of one window.
derive() {
	npx mapshaper "countries-$2.json" name=countries -filter 'name !== "Antarctica"' -clip bbox="$3" \
		-simplify weighted "$4" keep-shapes -filter-islands min-area="$5" remove-empty \
		-innerlines + name=borders target=countries \
		-dissolve target=countries name=land \
		-o "$here" target=land,borders format=geojson precision="$6" force
	mv "$here/land.json" "$here/$1-land.json"
	mv "$here/borders.json" "$here/$1-borders.json"
}
derive world 110m -180,-58,180,84 60% 1500km2 0.1
derive inset 50m -32,22,62,66 22% 700km2 0.02
derive world-small 110m -180,-58,180,84 9% 120000km2 0.1
derive inset-small 110m -32,22,62,66 65% 3000km2 0.1
rm "$here/world-small-borders.json" "$here/inset-small-borders.json"
