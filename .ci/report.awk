# Shortens what `go test -v ./...` writes: failures in full, what was not run
# and why, the count, and last one line a package. With v=1 it names each test.

/^=== / { test = $3; next }

/^ *--- (PASS|FAIL|SKIP): / {
	count[$2]++
	name = $3
	if ($2 == "FAIL:") failures = failures log_of[name] $0 "\n"
	if ($2 == "SKIP:") skipped = skipped "  " name "\n" log_of[name]
	if (v && /^---/) print
	log_of[test = name] = ""
	next
}

/^(ok|FAIL)[ \t]+[a-z]/ {
	packages = packages $0 "\n"
	if ($1 == "FAIL") { failed = 1; failures = failures log_of[test] } # the stack of a panic
	delete log_of
	test = ""
	next
}

/^(PASS|FAIL|\?.*)$/ { next }

test == "" { loose = loose $0 "\n"; next } # what did not build, among others

{ log_of[test] = log_of[test] $0 "\n" }

END {
	if (failed) printf "%s%s", loose, failures
	if (skipped) printf "Not run:\n%s", skipped
	printf "%d tests passed, %d failed, %d not run\n", count["PASS:"], count["FAIL:"], count["SKIP:"]
	printf "%s", packages
}
