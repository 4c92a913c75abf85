#!/usr/bin/env bash
# Runs every pipeline on a Flink cluster of one JobManager and two TaskManagers on loopback,
# and compares the results with those of this machine alone, byte for byte. Then a TaskManager is
# killed in the middle of a job, and a job is cancelled by an interrupt. No process may be left.
#
#   flink_test.sh [ROWS]    rows of the labels, by default 10000
#
# It needs Java and Maven, and is skipped where these are not installed, or the jars of Flink
# cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
for tool in java mvn curl perl; do
	if ! command -v "$tool" >/dev/null; then
		echo "skipped: $tool is not installed"
		exit 0
	fi
done
rows=${1:-10000}
work=$(mktemp -d)
cluster=${FLINK_DIR:-$work/flink}
finish() {
	bash "$here/testdata/flink/cluster.sh" stop "$cluster"
	pkill -f "$work/assay-beam" || true
	rm -rf "$work"
}
trap finish EXIT

fail() {
	echo "FAILED: $*" >&2
	grep -hv INFO "$cluster"/*.log | tail -n 30 | cut -c1-300 >&2
	exit 1
}

# rows FILE is what a partial holds, without the head, which names the program that made it.
rows() { perl -0777 -pe 's/\{"kind":.*//s' "$1"; }

# same A B compares the rows of two partials.
same() { cmp <(rows "$1") <(rows "$2") || fail "$1 and $2 differ"; }

if ! bash "$here/testdata/flink/cluster.sh" fetch "$cluster" >"$work/fetch.log" 2>&1; then
	tail -n 3 "$work/fetch.log"
	echo "skipped: the jars of Flink could not be fetched"
	exit 0
fi
go build -o "$work/assay-beam" .
(cd ../.. && go build -o "$work/assay" ./cmd/assay)
bash "$here/testdata/flink/cluster.sh" start "$cluster"
. "$cluster/env"
cd "$work"
awk -v n="$rows" 'BEGIN { print "id,story,cluster"; srand(1)
	for (i = 0; i < n; i++) { s = int(rand() * n / 20); print "a" i ",s" s ",c" (rand() < .8 ? s : int(rand() * n / 20)) } }' >day.csv

flink() { ./assay-beam --runner flink --endpoint "$ENDPOINT" --flink "$REST" --parallelism 2 "$@" >>beam.log 2>&1; }

# awaits STATE waits until the newest job of Flink is in that state, at most two minutes.
awaits() {
	for _ in $(seq 240); do
		if curl -sf "$REST/jobs/overview" | grep "\"state\":\"$1\"" >/dev/null; then return; fi
		sleep .5
	done
	fail "no job is $1"
}

begin=$SECONDS
./assay score --cells day.csv@story day.csv@cluster -o plain.cells
flink --shards 8 cells day.csv@story day.csv@cluster flink.cells || fail "cells: $(tail -n 5 beam.log)"
same plain.cells flink.cells
echo "cells of $rows rows: the same bytes, $((SECONDS - begin)) s"

begin=$SECONDS
./assay corpus convert newsroom news.jsonl 2>/dev/null
for n in 1 2 3 4; do ./assay duplicates news.jsonl --quiet --shard "$n/4" -o "near$n"; done
./assay merge near? -o plain.forest
flink --shards 4 duplicates news.jsonl flink.forest || fail "duplicates: $(tail -n 5 beam.log)"
same plain.forest flink.forest
echo "near-duplicates: the same bytes, $((SECONDS - begin)) s"

begin=$SECONDS
./assay-beam --shards 1 frequencies news.jsonl plain.frequencies >>beam.log 2>&1
flink --shards 4 frequencies news.jsonl flink.frequencies || fail "frequencies: $(tail -n 5 beam.log)"
same plain.frequencies flink.frequencies
echo "frequencies: the same bytes, $((SECONDS - begin)) s"

begin=$SECONDS
printf 'corpora: [tiny]\nalgorithms: [leiden, minhash, "kmeans(k=gold)"]\nmetrics: [b3.f1, ari]\n' >plan.yaml
./assay bench plan.yaml --out one/results --quiet >/dev/null
flink --shards 2 bench plan.yaml two/results || fail "bench: $(tail -n 5 beam.log)"
for n in one two; do (cd "$n" && ../assay report results --columns b3.f1,ari --format csv --quiet -o report.csv); done
cmp <(grep -v "made by assay\|It takes" one/report.csv) <(grep -v "made by assay\|It takes" two/report.csv) || fail "the reports of both benches differ"
echo "trials: the same report, $((SECONDS - begin)) s"

begin=$SECONDS
flink --shards 8 cells day.csv@story day.csv@cluster killed.cells &
job=$!
awaits RUNNING
bash "$here/testdata/flink/cluster.sh" kill "$cluster"
wait "$job" || fail "a job whose TaskManager was killed: $(tail -n 5 beam.log)"
same plain.cells killed.cells
echo "a TaskManager was killed: the same bytes, $((SECONDS - begin)) s"

begin=$SECONDS
set -m # a background job that takes interrupts
flink --shards 8 cells day.csv@story day.csv@cluster cancelled.cells &
job=$!
set +m
awaits RUNNING
kill -INT -- "-$job"
status=0
wait "$job" || status=$?
[ "$status" = 130 ] || fail "an interrupted job ended with $status, not 130"
awaits CANCELED
[ ! -e cancelled.cells ] || fail "a cancelled job wrote its result"
echo "an interrupt: CANCELED, $((SECONDS - begin)) s"

bash "$here/testdata/flink/cluster.sh" stop "$cluster"
for _ in $(seq 40); do
	pgrep -f "$work/assay-beam" >/dev/null || break
	sleep .5
done
if pgrep -fa "$work/assay-beam"; then
	fail "workers are left"
fi
echo "no process is left"
