package pipeline

import (
	"context"
	"time"

	"gleaner/schemas"
)

// Try extracts the article of a delivery as Run does, bounded in time and with
// panics caught, and neither writes nor settles. Of cfg it heeds Extractor,
// Decode, Timeout, Tracer and Monitor. What fails is told as the dead letter, or
// skipped article, that Run would store.
func Try(ctx context.Context, cfg Config, d Delivery) (*schemas.Extraction, *schemas.DeadLetter) {
	cfg = cfg.defaulted()
	w := &worker{cfg: cfg}
	cfg.Monitor.inHand.Add(1)
	defer cfg.Monitor.inHand.Add(-1)
	ctx, span := w.startArticle(ctx, d)
	defer span.End()
	s := Settlement{Subject: d.Subject(), Attempt: d.Attempt()}
	x, fault := w.extract(ctx, d, &s)
	if fault == nil {
		return x, nil
	}
	letter := newDeadLetter(d, fault, s.ArticleID, time.Now())
	if !fault.permanent && fault.code == schemas.CodeAttemptsExhausted {
		letter.Reason = ReasonTemporary // it was tried once
	}
	return nil, letter
}
