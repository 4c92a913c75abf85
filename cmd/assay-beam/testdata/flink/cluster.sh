#!/usr/bin/env bash
# Starts and stops a Flink cluster on loopback: one JobManager, two TaskManagers of one slot
# each, and the job server that Beam pipelines are given to.
#
#   cluster.sh fetch DIR   fetches the jars into DIR/jars, if they are not there
#   cluster.sh start DIR   does so, and starts all four
#   cluster.sh stop DIR    stops what start started
#   cluster.sh kill DIR    kills the first TaskManager, as a machine that fails does, and starts another
#
# DIR/env then holds REST (the address of Flink) and ENDPOINT (that of the job server). Ports
# begin at FLINK_PORT, by default 18081.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mkdir -p "$2" && cd "$2" && pwd)
port=${FLINK_PORT:-18081}

opens=()
for package in lang util nio io net text time lang.invoke lang.reflect util.concurrent util.concurrent.atomic util.concurrent.locks; do
	opens+=(--add-opens "java.base/java.$package=ALL-UNNAMED")
done
opens+=(--add-opens java.base/sun.nio.ch=ALL-UNNAMED)

# run NAME HEAP CLASS ARGS… starts a Java program in the background.
run() {
	local name=$1 heap=$2 class=$3
	java "-Xmx$heap" "${opens[@]}" -Dorg.slf4j.simpleLogger.defaultLogLevel=info -cp "$dir/jars/*" "$class" "${@:4}" \
		>"$dir/$name.log" 2>&1 </dev/null &
	echo $! >"$dir/$name.pid"
}

# await URL waits until a server answers, at most 60 seconds.
await() {
	for _ in $(seq 120); do
		if curl -sf "$1" | grep "$2" >/dev/null; then return; fi
		sleep .5
	done
	echo "$1 does not answer: see $dir/*.log" >&2
	exit 1
}

fetch() {
	if [ ! -e "$dir/jars/complete" ]; then
		mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$dir/jars"
		touch "$dir/jars/complete"
	fi
}

start() {
	fetch
	mkdir -p "$dir/conf"
	sed "s|PORT_REST|$port|; s|PORT_RPC|$((port + 1))|; s|DIR|$dir|" "$here/flink-conf.yaml" >"$dir/conf/flink-conf.yaml"
	run jobmanager 512m org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir "$dir/conf" --executionMode cluster
	for n in 1 2; do
		run "taskmanager$n" 512m org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir "$dir/conf"
	done
	run jobserver 512m org.apache.beam.runners.flink.FlinkJobServerDriver "--flink-master=localhost:$port" --job-host=localhost \
		"--job-port=$((port + 2))" "--artifact-port=$((port + 3))" --expansion-port=-1 "--artifacts-dir=$dir/artifacts"
	await "http://localhost:$port/overview" '"slots-total":2'
	for _ in $(seq 120); do
		if (: <"/dev/tcp/localhost/$((port + 2))") 2>/dev/null; then break; fi
		sleep .5
	done
	printf 'REST=http://localhost:%d\nENDPOINT=localhost:%d\n' "$port" "$((port + 2))" >"$dir/env"
}

stop() {
	local name pid
	for name in jobserver taskmanager1 taskmanager2 jobmanager; do
		pid=$(cat "$dir/$name.pid" 2>/dev/null) || continue
		kill "$pid" 2>/dev/null || true
		for _ in $(seq 40); do
			kill -0 "$pid" 2>/dev/null || break
			sleep .25
		done
		kill -9 "$pid" 2>/dev/null || true
		rm -f "$dir/$name.pid"
	done
}

case $1 in
fetch) fetch ;;
start) start ;;
stop) stop ;;
kill)
	kill -9 "$(cat "$dir/taskmanager1.pid")"
	run taskmanager1 512m org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir "$dir/conf"
	;;
*) sed -n '2,11s/^# \?//p' "$0" && exit 2 ;;
esac
