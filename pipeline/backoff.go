package pipeline

import (
	"math/rand/v2"
	"time"
)

// Defaults of the delay between attempts.
const (
	DefaultBackoffBase = time.Second
	DefaultBackoffMax  = 5 * time.Minute
)

// Exponential returns delays that double with every attempt, from base up to
// limit, with "equal jitter": half of each delay is fixed and half is random,
// so that articles which failed together do not come back together. random
// gives numbers in [0, 1); nil stands for the shared generator of math/rand.
func Exponential(base, limit time.Duration, random func() float64) func(attempt int) time.Duration {
	if random == nil {
		random = rand.Float64
	}
	return func(attempt int) time.Duration {
		delay := base
		for i := 1; i < attempt && delay < limit; i++ {
			delay *= 2
		}
		delay = min(delay, limit)
		return delay/2 + time.Duration(random()*float64(delay/2))
	}
}
