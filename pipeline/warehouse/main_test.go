package warehouse

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"gleaner/pipeline/warehouse/warehousetest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		warehousetest.StopPostgres()
		os.Exit(code)
	}))
}
