# The server that ./dev starts on this machine: its ports, its life, its address. Sourced by ./dev, which has say
# and die; runs in the folder of the checkout.
# shellcheck shell=bash

RUN_DIR=build/run   # store, log and process id of the server that `./dev run` starts
FIRST_PORT=7420     # pledgectl's default address is 127.0.0.1:7420
LAST_PORT=7460
READY_SECONDS=30
STOP_SECONDS=30

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The first port from FIRST_PORT that is free together with the next one, which the admin page gets.
choose_port() {
  local port
  for ((port = FIRST_PORT; port < LAST_PORT; port += 2)); do
    if port_is_free $port && port_is_free $((port + 1)); then echo $port; return; fi
  done
  die 1 "no free port between $FIRST_PORT and $LAST_PORT"
}

# True when PID is a server of this checkout, and not a stranger that got the number later.
# After a rebuild the running file counts as deleted.
is_our_server() {
  local binary
  binary=$(readlink "/proc/$1/exe" 2>/dev/null) || return 1
  [ "${binary% (deleted)}" = "$PWD/build/release/bin/pledged" ]
}

stop_server() {
  local pid=$1 waited
  kill -TERM "$pid" 2>/dev/null || true
  for ((waited = 0; waited < STOP_SECONDS * 10; ++waited)); do
    kill -0 "$pid" 2>/dev/null || { rm -f $RUN_DIR/pid; return 0; }
    sleep 0.1
  done
  die 1 "the server (process $pid) did not stop within $STOP_SECONDS s"
}

stop_earlier_server() {
  local pid
  pid=$(cat $RUN_DIR/pid 2>/dev/null) || return 0
  if is_our_server "$pid"; then
    say "stopping the server of an earlier run (process $pid)"
    stop_server "$pid"
  fi
}

wait_until_ready() {
  local pid=$1 port=$2 waited
  for ((waited = 0; waited < READY_SECONDS * 10; ++waited)); do
    if ! port_is_free "$port"; then return 0; fi
    if ! kill -0 "$pid" 2>/dev/null; then break; fi
    sleep 0.1
  done
  tail -n 20 $RUN_DIR/pledged.log >&2
  kill -TERM "$pid" 2>/dev/null || true
  die 1 "the server did not come up; its log is in $RUN_DIR/pledged.log"
}

# start_server PORT [STORE]: as pledged takes it; by default records lie in RUN_DIR.
start_server() {
  local port=$1 store=${2:-rocksdb:$PWD/$RUN_DIR/store}
  mkdir -p $RUN_DIR
  # In a session of its own, so that Ctrl-C in the demonstration does not reach a server that stays.
  setsid "$PWD/build/release/bin/pledged" --listen "127.0.0.1:$port" --admin-listen "127.0.0.1:$((port + 1))" \
    --store "$store" >$RUN_DIR/pledged.log 2>&1 </dev/null &
  SERVER_PID=$!
  echo $SERVER_PID >$RUN_DIR/pid
  echo "127.0.0.1:$port" >$RUN_DIR/address
  wait_until_ready $SERVER_PID "$port"
  say "pledged listens on 127.0.0.1:$port (process $SERVER_PID, store ${store#"rocksdb:$PWD/"}, log $RUN_DIR/pledged.log)"
}

# Prints the address of the server to look at: the caller's, or that of an earlier ./dev run.
running_server() {
  if [ -n "${PLEDGE_SERVER:-}" ]; then echo "$PLEDGE_SERVER"; return; fi
  is_our_server "$(cat $RUN_DIR/pid 2>/dev/null)" && cat $RUN_DIR/address 2>/dev/null
}
