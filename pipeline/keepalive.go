package pipeline

import "time"

// keepAlive says every so often that the work on a delivery goes on, until the
// returned function is called. An error is not acted on: at worst the article
// is handed out twice, which readers do not notice.
func keepAlive(d Delivery, every time.Duration) (stop func()) {
	if every <= 0 {
		return func() {}
	}
	quit, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				return
			case <-tick.C:
				_ = d.InProgress()
			}
		}
	}()
	return func() { close(quit); <-gone }
}
