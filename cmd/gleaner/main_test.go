package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"gleaner/pipeline/warehouse/warehousetest"
)

// TestMain lets test scripts and tests start this very program as "gleaner".
func TestMain(m *testing.M) {
	testscript.Main(leakChecked{m}, map[string]func(){"gleaner": main})
}

// leakChecked fails a run that leaves goroutines behind.
type leakChecked struct{ *testing.M }

func (m leakChecked) Run() int {
	code := m.M.Run()
	warehousetest.StopPostgres()
	if code != 0 {
		return code
	}
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
