# Shortens what `go test -v ./...` writes: failures in full, what was not run
# and why, the count, and last one line a package. With v=1 it names each test.
# Lines are kept one by one: awk copies a long string each time it grows.

function keep(list, text) { line[list, ++lines[list]] = text }

# move appends what the log of a test holds to a list, and forgets it.
function move(name, list,    i) {
	for (i = 1; i <= lines[name] && list; i++) keep(list, line[name, i])
	lines[name] = 0
}

function show(list,    i) { for (i = 1; i <= lines[list]; i++) print line[list, i] }

/^=== / { test = $3; next }

/^ *--- (PASS|FAIL|SKIP): / {
	count[$2]++
	test = $3
	if ($2 == "SKIP:") keep("#skipped", "  " test)
	move(test, $2 == "FAIL:" ? "#failures" : $2 == "SKIP:" ? "#skipped" : "")
	if ($2 == "FAIL:") keep("#failures", $0)
	if (v && /^---/) print
	next
}

/^(ok|FAIL)[ \t]+[a-z]/ {
	keep("#packages", $0)
	if ($1 == "FAIL") { failed = 1; move(test, "#failures") } # the stack of a panic
	for (name in lines) if (name !~ /^#/) delete lines[name]
	test = ""
	next
}

/^(PASS|FAIL|\?.*)$/ { next }

{ keep(test == "" ? "#loose" : test, $0) } # loose: what did not build, among others

END {
	if (failed) { show("#loose"); show("#failures") }
	if (lines["#skipped"]) { print "Not run:"; show("#skipped") }
	printf "%d tests passed, %d failed, %d not run\n", count["PASS:"], count["FAIL:"], count["SKIP:"]
	show("#packages")
}
